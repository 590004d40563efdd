/* Pressmark - the letters of languages: see languages.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rows were counted in Wikipedia; those of Belarusian, Esperanto, Icelandic, Irish,
 * Maltese, Serbian and Vietnamese in the Universal Declaration of Human Rights.
 * Vietnamese has its tones as marks of their own too, and Romanian its letters with a
 * comma and with a cedilla.  Of Chinese, Japanese and Korean the frequent characters are
 * listed in about the order of their frequency. */
#include "corpus/encoding/languages.h"

#include "support/buf.h"
#include "support/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct row {
	const char *name;
	enum pm_script script;
	const char *letters;
};

/* clang-format off */
static const struct row ROWS[] = {
	{ "en", PM_SCRIPT_LATIN,
	  "e1089 a952 i826 t798 n781 o731 s676 r674 l434 h415 d360 c358 m277 u269 f224 "
	  "p211 g190 b176 y163 w148 v97 k77 j28 x18 z18 q9 é2" },
	{ "de", PM_SCRIPT_LATIN,
	  "e1502 n927 i884 r769 s683 t637 a626 d488 l393 h389 u362 o331 c287 m278 g271 "
	  "b196 k158 f155 p125 w121 z108 v97 ü47 ä41 y34 ö30 j28 ß12 x9 q4 é4 í1 á1" },
	{ "nl", PM_SCRIPT_LATIN,
	  "e1716 n947 a829 i758 t678 r630 s584 o558 d507 l410 m261 g255 h242 u223 v220 "
	  "c192 k186 p186 b152 w124 j98 f87 z69 y40 ë10 é10 x9 q3 è2 á2 ü2 ö2 ô2 ó2 ï1 "
	  "í1 ä1 ĳ1" },
	{ "fr", PM_SCRIPT_LATIN,
	  "e1406 a814 n779 i741 s711 t682 r654 l585 o541 u540 d440 c325 m290 é271 p264 "
	  "g144 h118 f113 b113 v111 q67 y49 à42 j34 x33 è33 k29 w16 z15 ç15 ê6 ô5 î3 â3 "
	  "ï2 û2 ù1 œ1" },
	{ "es", PM_SCRIPT_LATIN,
	  "e1305 a1165 o784 n751 i705 s634 r633 l582 d568 c461 t461 u382 m275 p251 g141 "
	  "b139 f104 y93 v88 h80 ó77 q43 í42 j40 z39 á36 é33 k22 x21 ñ20 w12 ú12 è1" },
	{ "pt", PM_SCRIPT_LATIN,
	  "a1231 e1121 o965 i716 d646 s633 r631 n585 t473 m456 c396 u393 l332 p256 g149 "
	  "b132 h109 f105 v104 é94 ã64 ç43 í42 q40 á40 k39 z37 j32 x26 ó26 y21 w15 ê14 "
	  "â8 ú8 õ7 à5 ô5 è1 ü1" },
	{ "it", PM_SCRIPT_LATIN,
	  "a1137 i1105 e1097 o818 n757 l711 t685 r604 s475 d440 c425 u325 m269 p257 g184 "
	  "v118 b110 f109 h90 z87 è61 k26 y23 q20 à17 w15 j10 x8 ù5 ò5 é4 ì2 ó1" },
	{ "ca", PM_SCRIPT_LATIN,
	  "a1233 e1170 i778 s703 l683 n675 r664 t605 d484 o474 c416 u406 m307 p260 g155 "
	  "b147 f115 v111 é73 h67 q62 ó54 à48 è47 y45 í42 x38 j31 ò24 k22 z20 w10 ç9 ú9 "
	  "ï4 ü3 á2 ñ1 ā1" },
	{ "sv", PM_SCRIPT_LATIN,
	  "e998 a901 r865 n836 t692 s688 i637 l516 o485 d463 m347 k330 g268 v236 u212 "
	  "f201 h200 p191 ä177 b162 c160 ö138 å101 y76 j67 w21 x16 z11 é4 q2 ü1" },
	{ "da", PM_SCRIPT_LATIN,
	  "e1503 r897 n789 t662 i646 s637 a634 d543 l522 o514 g375 m327 k322 f250 b199 "
	  "u197 v195 p163 h149 y92 c77 ø77 å67 æ65 j54 w19 z11 x6 é3 ä2 ü2 ö2 q1" },
	{ "no", PM_SCRIPT_LATIN,
	  "e1436 r878 n828 t726 s671 a662 i661 o558 l528 d402 k373 g349 m324 v228 u208 "
	  "f197 p189 b170 h134 y103 ø88 j82 å79 c59 w17 æ13 z11 x7 ä4 q3 é3 ö3 á2 í1 à1 "
	  "ü1 ó1" },
	{ "is", PM_SCRIPT_LATIN,
	  "a978 r873 n852 i791 e657 s573 l537 t493 g452 u452 m437 ð391 f283 k269 v218 "
	  "o197 h172 þ162 d152 j151 á148 í115 é105 ó100 ö97 y81 b80 æ71 p57 ú28 ý19 z8" },
	{ "fi", PM_SCRIPT_LATIN,
	  "a1221 i1054 n902 e802 t794 s776 o624 l602 u500 k484 r329 m310 ä281 j218 v211 "
	  "p189 h177 y172 d115 g54 b44 c44 ö37 f29 w14 x7 z6 é2 š2 q1" },
	{ "et", PM_SCRIPT_LATIN,
	  "a1189 e1013 i1010 s839 t630 n620 l619 o528 u504 k453 r435 m367 d338 v228 g190 "
	  "h176 p170 j159 b108 ä99 õ95 ü75 f38 c35 ö19 y15 w11 z9 š7 x4 ž3 q2 é2 ā2 å1 "
	  "á1 í1 ø1 ó1 ī1 ō1" },
	{ "hu", PM_SCRIPT_LATIN,
	  "a1022 e930 t660 l629 s617 n548 r503 i477 o436 k436 z398 á344 g303 é302 m299 "
	  "b224 y224 d211 v196 u139 p139 h132 c131 j130 f112 ó108 ö98 ő74 í52 ü50 ú32 "
	  "ű25 w10 x8 q1" },
	{ "pl", PM_SCRIPT_LATIN,
	  "a879 i851 o802 e800 n583 w545 r511 s451 c424 z420 t377 k355 d308 y307 p291 "
	  "m286 l271 u246 j227 g191 h136 ł134 b129 ó88 ą82 ś66 ę60 ż58 f48 ń28 v16 ć14 "
	  "x7 ź5 é3 á1 ü1 ö1" },
	{ "cs", PM_SCRIPT_LATIN,
	  "e812 o796 a696 n658 t502 s486 i470 r466 v416 k406 l405 m314 u308 d306 c284 "
	  "p284 í284 h242 j224 á209 z195 b175 y171 é128 ě122 ý115 č94 ř94 ž74 g63 š56 "
	  "f51 ů43 w13 ú12 x10 ň6 ó5 ť3 ď2 q1" },
	{ "sk", PM_SCRIPT_LATIN,
	  "o920 a850 e846 n629 i562 r559 t480 s472 v449 k426 l357 m323 d290 p282 u273 "
	  "c259 j252 h232 á187 z184 b172 y143 ý124 í95 č87 é86 ú72 g69 š61 ž60 f54 ľ36 "
	  "ť26 ó23 w13 ô12 x11 ä9 ň9 ď5 ĺ3" },
	{ "sl", PM_SCRIPT_LATIN,
	  "a1060 e1005 i918 o837 n726 r561 s511 l448 k441 j436 t431 v404 d316 p313 m288 "
	  "u229 z175 b162 g157 h118 c112 č100 š94 ž57 f50 y12 w8 é6 á6 x3 í3 ó3 ú2 ć2 q1 "
	  "ê1 è1 ä1 ü1 ö1 ô1" },
	{ "hr", PM_SCRIPT_LATIN,
	  "a1170 i1002 e859 o829 n686 r546 j514 s509 k421 u417 t414 l359 d306 m299 v284 "
	  "p275 g189 z175 c146 b143 h114 č92 š54 ž48 f41 ć33 y22 w20 đ16 q5 x5 é3 á3 í2 "
	  "ó1" },
	{ "ro", PM_SCRIPT_LATIN,
	  "e1159 i1044 a1030 r722 n707 t661 u571 l547 o532 c453 s429 d348 m307 p271 ă197 "
	  "f125 b120 g118 v99 î90 ţ86 ț86 ş85 ș85 z70 h68 â40 j27 k25 x20 y17 w15 q2 é2 "
	  "á2 í1 ü1 ö1 ó1" },
	{ "sq", PM_SCRIPT_LATIN,
	  "e965 i890 t837 ë791 a756 r716 n667 s580 h431 o410 m351 l316 k305 d301 u298 "
	  "j279 p255 g166 v155 b117 f102 q89 c69 z69 y50 ç16 x11 w7" },
	{ "lt", PM_SCRIPT_LATIN,
	  "i1295 a1151 s820 o667 e590 r580 n558 t507 u431 k416 l369 m327 p266 d243 j238 "
	  "v238 g177 ė151 y149 ų144 b135 š124 ž75 c71 ū41 č40 į40 f34 z34 ą33 h31 ę15 w4 "
	  "x4 q1" },
	{ "lv", PM_SCRIPT_LATIN,
	  "a1158 i961 s874 e637 r624 t587 u487 n466 o428 k395 l370 ā367 m349 d292 p271 "
	  "v254 j214 z175 ī164 b161 g149 ē133 c117 š83 f48 ļ39 ū38 h36 ņ35 ž23 ķ19 ģ18 "
	  "č9 y6 w4 x3 q2" },
	{ "tr", PM_SCRIPT_LATIN,
	  "a1174 e890 i886 n795 r719 l693 ı436 d417 k398 t396 s380 m333 u306 o298 y292 "
	  "b229 ü175 g130 ş128 v124 z118 h113 c112 p110 f82 ç80 ğ76 ö67 j18 w14 x4 â4 î2 "
	  "é2 q1" },
	{ "cy", PM_SCRIPT_LATIN,
	  "a973 d933 y882 n846 e760 r693 i665 o560 l538 w407 g376 h368 f324 t295 s277 "
	  "c273 u270 m248 b169 p84 â15 k9 ô8 v7 j6 ŵ3 z2 ï2 ŷ2 q1 x1 î1 ê1 é1 á1" },
	{ "ga", PM_SCRIPT_LATIN,
	  "a1628 i904 h853 n851 e621 r565 t541 c505 s482 o463 d381 g381 l339 u329 á199 "
	  "m189 í175 b156 f106 ú91 é91 ó90 p59 q1" },
	{ "mt", PM_SCRIPT_LATIN,
	  "i1203 a1030 l937 e652 t601 u539 n526 d516 j495 ħ442 r377 m339 o303 g296 k288 "
	  "s253 b170 z146 f137 p110 w105 h101 q82 x78 ż78 ġ77 v43 à41 ċ34 ù1" },
	{ "eo", PM_SCRIPT_LATIN,
	  "a1316 o946 e941 i905 n695 r634 j573 l551 t525 k464 s398 u357 d272 p259 c199 "
	  "m165 v153 g123 b109 ĉ86 ŭ76 f76 h55 ĝ53 z48 ŝ15 ĵ6" },
	{ "af", PM_SCRIPT_LATIN,
	  "e1583 i933 a881 n848 s719 r663 o580 d563 t552 l390 k319 g300 u233 m230 v230 "
	  "w177 p172 b165 h134 f105 y78 c48 j41 ë19 z10 x9 ê7 é5 q2 ï2 ü2 á1 ö1 ó1" },
	{ "vi", PM_SCRIPT_LATIN,
	  "n1124 h861 c748 i601 t585 g474 u356 ́330 đ322 ̣270 o246 à237 ư235 v230 a219 "
	  "m215 ̀200 y196 ề188 p161 á159 b157 q141 ̉130 l119 ộ107 ô102 ự101 ả100 k97 ợ94 "
	  "r91 ờ88 d85 ệ80 ố77 ó75 ọ75 ủ68 ế64 ớ64 ì64 â62 ̃60 ê58 ạ58 ấ58 s56 ị52 ậ47 "
	  "x45 ữ44 ứ40 ể39 ơ36 í34 ụ34 ã32 ở29 ầ23 ổ17 ú17 ũ17 ằ15 ẩ15 ặ15 ý12 ẳ11 ử11 "
	  "ă11 ắ11 ồ10 ỗ9 e9 ỳ9 ù7 ỏ7 ừ6 ỡ6 ỉ5 ẻ5 ĩ4 é4 ễ4 ò2 ẽ2 ẹ2 ẫ1 ỷ1 ỹ1" },
	{ "ru", PM_SCRIPT_CYRILLIC,
	  "о1008 и856 а848 е777 н689 р589 с587 т539 в454 л400 к386 м305 д291 п267 я217 "
	  "у216 г205 й189 ы161 з150 б138 ь118 х108 ч107 ц72 ж71 ю56 ф56 ш52 щ34 э29 ё21 "
	  "ъ3" },
	{ "uk", PM_SCRIPT_CYRILLIC,
	  "н884 а866 о851 і715 е548 т538 р535 и517 с444 в412 к387 л341 д333 у325 м276 "
	  "п260 ь212 з181 я177 г163 ц132 б125 й119 ч110 х107 ї93 ю83 ф69 ж67 є58 ш46 щ23 "
	  "ґ3" },
	{ "be", PM_SCRIPT_CYRILLIC,
	  "а1775 н833 ы482 і470 р440 в419 е400 о392 с351 д338 я333 л332 к326 п297 ц291 "
	  "у283 м280 т257 б234 з191 ў187 г176 ч172 ь145 х118 ж110 ю92 й90 э87 ш71 ё17 "
	  "ф10" },
	{ "bg", PM_SCRIPT_CYRILLIC,
	  "а1187 и981 е862 о856 н793 т697 р603 с522 в409 к389 л383 д300 п263 м238 г186 "
	  "з182 я160 ъ156 у151 б139 ч96 ц80 й77 ж63 ф57 щ54 х46 ш36 ю26 ь7 ѝ1" },
	{ "sr", PM_SCRIPT_CYRILLIC,
	  "а1284 о988 и927 е717 н607 в548 р523 у495 с465 т393 д391 п347 к314 м311 л274 "
	  "ј240 б189 з154 ч134 њ134 г121 ш106 ц75 љ72 ж70 х53 ћ32 ђ10 џ5 ф1" },
	{ "mk", PM_SCRIPT_CYRILLIC,
	  "а1320 о1048 и984 е843 н732 т680 р547 с495 к437 в408 д351 л347 п259 м235 ј213 "
	  "у211 г172 з154 б139 ч88 ц85 ш66 ф50 ж43 х32 њ25 ѓ19 ќ11 џ6 ѕ2 љ1" },
	{ "el", PM_SCRIPT_GREEK,
	  "α957 ο880 τ807 ι681 ν611 ε573 ρ457 κ433 σ412 ς396 η390 π344 μ343 υ340 λ299 "
	  "ί267 ό225 γ184 ά180 ή163 δ161 έ155 ω137 χ106 ύ101 θ96 φ81 β78 ώ66 ζ35 ξ27 ψ7 "
	  "ϊ6 ΐ2" },
	{ "he", PM_SCRIPT_HEBREW,
	  "י1199 ו1137 ה844 ר633 ל604 ב565 ת558 מ545 א509 ש422 נ380 ד261 ק250 ע240 ם237 "
	  "פ234 ס224 ח205 כ177 ט172 ג170 ן131 צ126 ז91 ך30 ף17 ץ15 ּ5 ְ3 ַ3 ָ3 ִ2 ֶ2 ֹ2 "
	  "ֵ1" },
	{ "ar", PM_SCRIPT_ARABIC,
	  "ا1388 ل1071 ي894 م655 و574 ن511 ر491 ت393 ب389 ة372 د319 ع313 س273 ف248 ه235 "
	  "ك203 ق199 ح177 أ176 ج136 ش101 ط97 ص86 ،76 إ74 ى71 ز71 خ70 ث53 غ53 ض52 ذ41 ئ37 "
	  "ء25 ظ23 ً12 آ10 ؤ7 َ5 ـ5 ّ5 ُ4 ِ3 ْ2 ؛1" },
	{ "fa", PM_SCRIPT_ARABIC,
	  "ا1378 ي912 ر853 ن626 ه622 د590 و528 م475 ت464 س459 ش384 ب358 ک353 ل231 ز193 "
	  "ف179 ع113 ج109 ق107 گ99 خ81 آ81 ۱78 پ72 ط56 ح54 ص54 ،54 ۹53 ۲40 ۰36 ۳32 چ31 "
	  "۸30 ۷24 ۵22 ۶21 ۴21 غ19 ذ15 ژ14 ٔ13 ئ12 ض12 ظ9 ث8 َ6 ِ4 ُ3 ك3 ً2 أ2 ّ1 ة1 ء1 "
	  "؛1" },
	{ "ur", PM_SCRIPT_ARABIC,
	  "ا1312 ي1028 ر626 ک601 و574 م532 ہ511 ن459 ے454 ت396 ل381 س369 ب288 د268 ں210 "
	  "ج186 ع166 ۔133 پ124 ق121 ھ114 ش106 ف96 ح96 گ87 ز83 ئ79 ص73 خ66 ط60 ،54 ٹ47 "
	  "آ43 چ40 ض30 ظ26 غ23 ء22 ڈ22 ڑ19 ث17 ذ15 ِ8 ۓ8 ؤ5 ً4 ُ4 ۂ3 ٰ2 َ2 ـ2 ك2 ؛2 ه1 "
	  "ّ1 ۃ1 ژ1" },
	{ "th", PM_SCRIPT_THAI,
	  "า665 น613 ร566 อ445 เ421 ก407 ง385 ่379 ม333 ั329 ี294 ย279 ว263 ล260 ้245 "
	  "ท240 ิ236 ส223 ด221 ต215 ป208 ะ190 ห179 บ169 ค164 แ148 พ135 จ132 ์130 ื119 "
	  "ช117 ข110 ็106 ใ105 ุ102 โ87 ู87 ศ78 ไ71 ำ65 ึ51 ษ49 ซ49 ถ46 ภ45 ธ39 ณ37 ผ30 "
	  "ญ28 ฟ25 ฐ13 ฮ10 ฤ10 ฉ9 ๆ8 ฝ6 ฏ5 ฒ4 ฎ4 ๊3 ฬ3 ฑ3 ฆ2 ๋1 ฯ1" },
};

static const struct row EASTERN[] = {
	{ "zh", PM_SCRIPT_HAN,
	  "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年"
	  "过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心"
	  "本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由"
	  "问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世"
	  "位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四"
	  "神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便"
	  "空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边"
	  "死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运，。、“”：；！？（）《》" },
	{ "zh-tw", PM_SCRIPT_HAN,
	  "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年"
	  "過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心"
	  "本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由"
	  "問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世"
	  "位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四"
	  "神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便"
	  "空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊"
	  "死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運，。、「」：；！？（）《》" },
	{ "ja", PM_SCRIPT_KANA,
	  "のいるしたをにてはとがでなれすっこりあらさかんももくまうきよつけ、。ーンストルリアイラクシ"
	  "そどだわえせみちめおじげばやひびろへ日ほ年ぶずべ人大国ドレッジマタロテプサフカ本中一ムデ会コ"
	  "ニメチキオパグ出生学者ウ上行バ的分事ミ前地時後部長見方月場同ナュャ社東三十二ょゃゅ高定名合"
	  "立自業手内実発力代表動理戦間気新田小目下作用対入家全主性体通関法明物政市外最市議民連公文軍県"
	  "相野海語道山川金不度平回治京子今言何思来以当第開経体問要決化取等持世車加務員期題女教北意先界"
	  "ネブヤボエワベケハビモセホノヒツユガダポソヨゴズギぎぐござぞぢづでねぬふぼぱぽむゆェォィァ「」・？！（）" },
	{ "ko", PM_SCRIPT_HANGUL,
	  "이다는을가에의한고지를은하로기사도그어리인자나스들대해서시아일정부과수있구제라전으장적상주만"
	  "원보공비성조국면여등유오거동했관게무년연경우았방건트드계중것회할신소안치미마선문없화였개와된영"
	  "생내세단차모요었발물재실행학업통분체반까위입양법예말력산각음합강출금명용결진간교려식별직민투운"
	  "바러본작데터람같받현못않북남복감외심질호표며네때달크불목노권습느배설속집김래월처최토판너파평환활"
	  "알번야특추품종인치던열될능히니격레포타초임당경카책근론록난승저편태규" },
};
/* clang-format on */

#define N_ROWS (sizeof ROWS / sizeof *ROWS)
#define N_EASTERN (sizeof EASTERN / sizeof *EASTERN)

/* Rates of what no row has. */
#define RATE_RELATED (-1150) /* a letter of the script */
#define RATE_FOREIGN (-1200) /* of another one */
#define RATE_SIGN (-1150)    /* of Latin-1: a fraction, a pilcrow */
#define RATE_DRAWING (-1400) /* boxes, mathematics, marks without letters */
#define RATE_EASTERN (-450)  /* punctuation of Chinese and Japanese */
#define RATE_HAN (-900)
#define RATE_CONTROL (-1700)
#define RATE_NOTHING (-1900)
/* An ASCII letter beside letters of another script. */
#define RATE_ASCII (-330)

struct letter {
	uint32_t c;
	int16_t rate;
};

struct language {
	enum pm_script script;
	struct letter *letters; /* by code point */
	size_t n;
};

struct pm_languages {
	struct language language[N_ROWS + N_EASTERN];
};

/* --- kinds of characters */

static bool
in(uint32_t c, uint32_t first, uint32_t last)
{
	return c >= first && c <= last;
}

enum pm_script
pm_script_of(uint32_t c)
{
	if (c < 0x80)
		return in(c | 0x20, 'a', 'z') ? PM_SCRIPT_LATIN : PM_SCRIPT_NONE;
	if (in(c, 0xc0, 0x24f) || in(c, 0x1e00, 0x1eff))
		return c == 0xd7 || c == 0xf7 ? PM_SCRIPT_NONE : PM_SCRIPT_LATIN;
	if (in(c, 0x370, 0x3ff))
		return c == 0x37e || c == 0x387 ? PM_SCRIPT_NONE : PM_SCRIPT_GREEK;
	if (in(c, 0x400, 0x52f))
		return PM_SCRIPT_CYRILLIC;
	if (in(c, 0x590, 0x5ff))
		return PM_SCRIPT_HEBREW;
	if (in(c, 0x620, 0x6ff) || c == 0x200c || c == 0x200d)
		return PM_SCRIPT_ARABIC;
	if (in(c, 0xe00, 0xe7f))
		return PM_SCRIPT_THAI;
	if (in(c, 0x4e00, 0x9fff) || c == 0x3005)
		return PM_SCRIPT_HAN;
	if (in(c, 0x3041, 0x30ff))
		return PM_SCRIPT_KANA;
	return in(c, 0xac00, 0xd7a3) ? PM_SCRIPT_HANGUL : PM_SCRIPT_NONE;
}

/* Its small letter, where it is known. */
static uint32_t
small(uint32_t c)
{
	if (c < 0x80)
		return in(c, 'A', 'Z') ? c + 32 : c;
	if (in(c, 0xc0, 0xde))
		return c == 0xd7 ? c : c + 32;
	if (c == 0x130)
		return 'i';
	if (c == 0x178)
		return 0xff;
	if (in(c, 0x139, 0x148) || in(c, 0x179, 0x17e))
		return c + (c & 1);
	if (in(c, 0x100, 0x177) || in(c, 0x1a0, 0x1a5) || in(c, 0x1e00, 0x1eff) ||
	    in(c, 0x200, 0x233) || in(c, 0x460, 0x481) || in(c, 0x490, 0x4bf) ||
	    c == 0x1af)
		return c == 0x1af ? 0x1b0 : c | 1;
	if (in(c, 0x391, 0x3a9) || in(c, 0x410, 0x42f))
		return c + 32;
	if (in(c, 0x400, 0x40f))
		return c + 80;
	switch (c) {
	case 0x386:
		return 0x3ac;
	case 0x388:
	case 0x389:
	case 0x38a:
		return c + 37;
	case 0x38c:
		return 0x3cc;
	case 0x38e:
	case 0x38f:
		return c + 63;
	default:
		return c;
	}
}

bool
pm_is_capital(uint32_t c)
{
	return small(c) != c;
}

/* Signs that texts have, by code point, with their rates. */
static const struct letter SIGNS[] = {
	{ 0xa0, -550 },	  { 0xa1, -700 },   { 0xa2, -900 },   { 0xa3, -700 },
	{ 0xa5, -900 },	  { 0xa7, -750 },   { 0xa9, -700 },   { 0xaa, -750 },
	{ 0xab, -550 },	  { 0xad, -700 },   { 0xae, -800 },   { 0xb0, -700 },
	{ 0xb1, -900 },	  { 0xb2, -900 },   { 0xb3, -900 },   { 0xb4, -850 },
	{ 0xb5, -900 },	  { 0xb7, -800 },   { 0xba, -750 },   { 0xbb, -550 },
	{ 0xbc, -900 },	  { 0xbd, -900 },   { 0xbe, -900 },   { 0xbf, -700 },
	{ 0xd7, -900 },	  { 0x2013, -480 }, { 0x2014, -550 }, { 0x2018, -600 },
	{ 0x2019, -420 }, { 0x201a, -950 }, { 0x201c, -480 }, { 0x201d, -480 },
	{ 0x201e, -550 }, { 0x2022, -750 }, { 0x2026, -600 }, { 0x2039, -900 },
	{ 0x203a, -900 }, { 0x20ac, -700 }, { 0x2116, -700 }, { 0x2122, -800 },
};

/* The rate of a character in letters that are sorted; 0: it is none of them. */
static int
find_rate(const struct letter *letters, size_t n, uint32_t c)
{
	size_t from = 0, to = n;

	while (from < to) {
		size_t middle = (from + to) / 2;

		if (letters[middle].c == c)
			return letters[middle].rate;
		if (letters[middle].c < c)
			from = middle + 1;
		else
			to = middle;
	}
	return 0;
}

bool
pm_is_typographic(uint32_t c)
{
	return find_rate(SIGNS, sizeof SIGNS / sizeof *SIGNS, c) != 0;
}

bool
pm_sign_joins(uint32_t c)
{
	return c == 0xa0 || c == 0xad || c == 0xb7 || in(c, 0x2013, 0x2014) ||
	       c == 0x2019 || c == 0x2026 || in(c, 0x300, 0x36f);
}

/* --- rows */

static int
compare_letters(const void *a, const void *b)
{
	const struct letter *x = a, *y = b;

	return x->c < y->c ? -1 : x->c > y->c;
}

static size_t
count_letters(const char *row)
{
	size_t n = 0;

	for (; *row != '\0'; row++)
		n += ((uint8_t)*row & 0xc0) != 0x80;
	return n;
}

static void
sort(struct language *l)
{
	size_t i, n = 0;

	qsort(l->letters, l->n, sizeof *l->letters, compare_letters);
	for (i = 0; i < l->n; i++)
		if (n == 0 || l->letters[n - 1].c != l->letters[i].c)
			l->letters[n++] = l->letters[i];
	l->n = n;
}

/* "e1089 a952": letters, and how many of each there are in ten thousand. */
static void
read_row(struct language *l, const char *row)
{
	const char *p = row;
	unsigned n;

	while (*p != '\0') {
		struct letter *x = &l->letters[l->n++];
		char *end;

		x->c = pm_utf8_get((const uint8_t *)p, &n);
		x->rate = (int16_t)lround(100 * log(strtod(p + n, &end) / 10000));
		for (p = end; *p == ' '; p++)
			;
	}
	sort(l);
}

/* Characters by their rank, which is what the rate goes by. */
static void
read_eastern(struct language *l, const char *row)
{
	const char *p = row;
	unsigned n;

	for (; *p != '\0'; p += n) {
		struct letter *x = &l->letters[l->n];

		x->c = pm_utf8_get((const uint8_t *)p, &n);
		x->rate = (int16_t)lround(100 * log(0.15 / ((double)l->n + 5)));
		l->n++;
	}
	sort(l);
}

enum pm_status
pm_languages_new(struct pm_languages **out, struct pm_error *err)
{
	struct pm_languages *l = pm_calloc(1, sizeof *l);
	size_t i;

	*out = l;
	if (l == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < N_ROWS + N_EASTERN; i++) {
		const struct row *row = i < N_ROWS ? &ROWS[i] : &EASTERN[i - N_ROWS];
		struct language *x = &l->language[i];

		x->script = row->script;
		x->letters = pm_calloc(count_letters(row->letters), sizeof *x->letters);
		if (x->letters == NULL) {
			pm_languages_free(l);
			*out = NULL;
			return pm_fail_nomem(err);
		}
		if (i < N_ROWS)
			read_row(x, row->letters);
		else
			read_eastern(x, row->letters);
	}
	return PM_OK;
}

void
pm_languages_free(struct pm_languages *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < N_ROWS + N_EASTERN; i++)
		free(l->language[i].letters);
	free(l);
}

size_t
pm_languages_count(const struct pm_languages *l)
{
	return sizeof l->language / sizeof *l->language;
}

bool
pm_languages_is_latin(const struct pm_languages *l, size_t language)
{
	return l->language[language].script == PM_SCRIPT_LATIN;
}

bool
pm_languages_is_eastern(const struct pm_languages *l, size_t language)
{
	return l->language[language].script >= PM_SCRIPT_HAN;
}

/* What is no letter of the language. */
static int
rate_other(enum pm_script language, uint32_t c)
{
	enum pm_script script = pm_script_of(c);
	bool eastern = language >= PM_SCRIPT_HAN;
	int sign;

	if (c == 0)
		return RATE_NOTHING;
	if (c < 0x80)
		return RATE_ASCII;
	if (c < 0xa0 || in(c, 0xe000, 0xf8ff))
		return RATE_CONTROL;
	if ((sign = find_rate(SIGNS, sizeof SIGNS / sizeof *SIGNS, c)) != 0)
		return sign;
	if (in(c, 0x3000, 0x3011) || in(c, 0xff01, 0xff5e))
		return eastern ? RATE_EASTERN : RATE_FOREIGN;
	if (script >= PM_SCRIPT_HAN && eastern)
		return script == language || (script == PM_SCRIPT_HAN &&
					      language == PM_SCRIPT_KANA)
			     ? RATE_HAN
			     : RATE_FOREIGN;
	if (script != PM_SCRIPT_NONE)
		return script == language ? RATE_RELATED : RATE_FOREIGN;
	return c < 0x100 ? RATE_SIGN : RATE_DRAWING;
}

int
pm_languages_rate(const struct pm_languages *l, size_t language, uint32_t c)
{
	const struct language *x = &l->language[language];
	int rate = find_rate(x->letters, x->n, small(c));

	return rate != 0 ? rate : rate_other(x->script, c);
}
