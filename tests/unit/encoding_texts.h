/* Pressmark - short texts in many languages, to be written in many encodings.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_UNIT_ENCODING_TEXTS_H
#define PM_TESTS_UNIT_ENCODING_TEXTS_H

struct encoding_text {
	const char *language;
	const char *encodings; /* in which it is written, as iconv calls them */
	const char *text;
};

/* clang-format off */
static const struct encoding_text ENCODING_TEXTS[] = {
	{ "de", " WINDOWS-1252 ISO-8859-15 IBM850 IBM437 MACINTOSH ISO-8859-2 ",
	  "Über die Brücke fahren täglich mehr als zwölftausend Fahrräder. Früher gehörte sie "
	  "der Eisenbahn, und wer zu Fuß hinüberging, zahlte fünf Pfennige. Später verkürzte "
	  "man die Züge, schließlich fielen sie aus. Für die Bürger der südlichen Stadtteile "
	  "ist der Weg über den Fluß nun kürzer; die Geschäfte am Ufer hoffen auf größere "
	  "Umsätze. Im nächsten Frühjahr prüft die Stadt, ob das Geländer erhöht werden müßte.\n" },
	{ "fr", " WINDOWS-1252 ISO-8859-15 IBM850 MACINTOSH ",
	  "La bibliothèque a été fermée pendant trois étés. On y répare la façade, abîmée par "
	  "la grêle, et l'on déplace près de quarante mille volumes reliés. Le maire a promis "
	  "que les élèves du collège voisin pourraient emprunter des livres dès la rentrée, "
	  "mais l'échafaudage reste là, gênant les marchés du samedi. À côté, le café où "
	  "les employés déjeunaient a été transformé en dépôt.\n" },
	{ "es", " WINDOWS-1252 ISO-8859-15 IBM850 MACINTOSH ",
	  "¿Quién pagará el nuevo túnel? El año pasado la región gastó más de ocho millones en "
	  "estudios que ningún técnico leyó. Según el alcalde, la obra empezará en otoño, "
	  "después de las elecciones. Los vecinos del barrio señalan que también faltan médicos "
	  "y que el autobús pasa sólo dos veces al día. Mañana habrá una reunión en el jardín "
	  "de la estación.\n" },
	{ "pt", " WINDOWS-1252 IBM850 MACINTOSH ISO-8859-15 ",
	  "A população da região não está satisfeita com a solução. As inundações de março "
	  "destruíram três pontes e mais de cem habitações, e até hoje ninguém recebeu a "
	  "indenização que o governo anunciou. Os pescadores já voltaram às praias, porém a "
	  "água continua turva. Também o comércio sofreu: a feira de sábado só reabrirá no "
	  "próximo mês, após a reconstrução do cais.\n" },
	{ "sv", " WINDOWS-1252 IBM850 MACINTOSH ISO-8859-15 IBM437 ",
	  "Färjan går åter över älven. Efter två års väntan får öborna åka gratis på söndagar, "
	  "och på sommaren även på lördagar. Kommunen räknar med fler än sju tusen resenärer i "
	  "månaden. Förr tog överfarten nästan en timme när isen låg; nu är motorn starkare och "
	  "däcket är täckt. Många är nöjda, men båtägarna på södra sidan säger att vågorna är "
	  "för höga.\n" },
	{ "is", " WINDOWS-1252 IBM861 ",
	  "Veðrið hefur verið óvenju gott á Norðurlandi í sumar og bændur eru ánægðir með "
	  "heyfenginn. Þó er þess getið að árnar hafi sjaldan verið jafn vatnslitlar. Í fyrra "
	  "rigndi nær allan ágúst og þá fóru ferðamenn suður. Nú eru öll tjaldstæði full og "
	  "verslanir selja meira en nokkru sinni fyrr.\n" },
	{ "pl", " WINDOWS-1250 ISO-8859-2 IBM852 MAC-CENTRALEUROPE ",
	  "Miejska łódź znów pływa po jeziorze. Przez całą zimę stolarze wymieniali deski, a "
	  "dzieci z pobliskiej szkoły malowały żagiel. Właściciel twierdzi, że najtrudniej "
	  "było znaleźć olej, który nie szkodzi rybom. Pierwszą podróż odbędą goście z "
	  "sąsiedniej gminy; później każdy będzie mógł wypożyczyć łódkę na pół dnia. Święto "
	  "żeglarzy odbędzie się w najbliższą niedzielę, jeśli nie będzie padać śnieg.\n" },
	{ "cs", " WINDOWS-1250 ISO-8859-2 IBM852 MAC-CENTRALEUROPE ",
	  "Příští týden začne oprava mostu přes řeku. Řidiči budou muset jezdit objížďkou, "
	  "která je delší o šest kilometrů. Město slíbilo, že lávka pro pěší zůstane otevřená a "
	  "že dětské hřiště na břehu nikdo nezboří. Někteří obyvatelé však říkají, že těžké "
	  "stroje poničí aleju starých kaštanů. Práce mají skončit nejpozději v září, kdy žáci "
	  "půjdou znovu do školy.\n" },
	{ "hu", " WINDOWS-1250 ISO-8859-2 IBM852 ",
	  "A városi fürdő tetőjét tűz károsította meg tegnap délelőtt. Senki sem sérült meg, "
	  "de a medencék őszig zárva maradnak. A tűzoltók szerint egy régi kémény hibája "
	  "okozhatta a füstöt. Az úszók egyelőre a szomszéd község tavába járhatnak, ahová "
	  "külön autóbusz indul. A polgármester azt ígérte, hogy a felújítás költségét nem a "
	  "jegyek árából fizetik ki.\n" },
	{ "ro", " WINDOWS-1250 ISO-8859-2 ",
	  "Piaţa din centrul oraşului se va închide pentru două săptămâni. Comerciaţii îşi vor "
	  "muta tarabele lângă gară, unde primăria a pregătit locuri şi apă. Ţăranii care vin "
	  "dimineaţa din satele vecine spun că drumul este mai lung şi că nu ştiu cine le va "
	  "plăti benzina. În schimb, locuitorii se bucură că pavajul vechi, plin de gropi, va "
	  "fi în sfârşit înlocuit.\n" },
	{ "hr", " WINDOWS-1250 ISO-8859-2 IBM852 ",
	  "Ribari s otoka traže da se luka očisti prije ljeta. Već četiri godine brodovi teško "
	  "ulaze jer se na dnu nakupilo šljunka, a pomoć koju su obećali iz županije još nije "
	  "stigla. Načelnica kaže da će radovi početi u ožujku i da će trajati šest tjedana. "
	  "Dotad će se riba iskrcavati u susjednoj uvali, što mnogima znači duži put i veće "
	  "troškove.\n" },
	{ "tr", " WINDOWS-1254 ISO-8859-9 IBM857 ",
	  "Köyün eski değirmeni yıllar sonra yeniden çalışıyor. Gençler çarkı onardı, "
	  "taşları değiştirdi ve suyun yolunu açtı. Şimdi haftada iki gün buğday öğütülüyor; "
	  "ekmeği çevre ilçelerden gelenler de alıyor. Değirmencinin oğlu, dedesinden öğrendiği "
	  "ölçüleri kullandığını söylüyor. Kışın dere donduğu için iş duracak, ama herkes "
	  "baharı şimdiden bekliyor.\n" },
	{ "lt", " WINDOWS-1257 ISO-8859-13 CP775 ",
	  "Šią savaitę žvejai grįžo į uostą be laimikio. Ežere jau trečias mėnuo trūksta "
	  "vandens, todėl žuvys pasitraukė į gilumą. Mokslininkai aiškina, kad tokia sausra "
	  "kartojasi kas dešimtį metų, tačiau gyventojai mano, jog kalta naujoji užtvanka. "
	  "Rytoj į susitikimą žada atvykti ministerijos atstovų, kurie turės atsakyti, kada "
	  "bus išleistas vanduo.\n" },
	{ "ru", " WINDOWS-1251 KOI8-R IBM866 ISO-8859-5 MAC-UK ",
	  "Старый маяк на мысу снова зажгли после долгого перерыва. Смотритель рассказал, что "
	  "линзу привезли ещё в позапрошлом веке и что заменить её нечем. Теперь по вечерам "
	  "сюда приходят туристы, а дети считают вспышки. Рыбаки довольны: в тумане подойти к "
	  "берегу стало проще. Зимой башню будут отапливать, чтобы стекло не покрывалось льдом.\n" },
	{ "uk", " WINDOWS-1251 KOI8-U ",
	  "У місті відкрили нову бібліотеку з великою читальною залою. Її будували чотири роки "
	  "на місці старої пекарні, а цеглу з її стін використали для підлоги. Щодня сюди "
	  "приходять школярі й пенсіонери, читають газети, п'ють чай і сперечаються про погоду. "
	  "Директорка каже, що найбільше просять книжки про подорожі та історію рідного краю.\n" },
	{ "bg", " WINDOWS-1251 ISO-8859-5 IBM866 MAC-UK ",
	  "Пътят през прохода беше затворен два дни заради снега. Камионите чакаха в подножието "
	  "на планината, а местните хора носеха на шофьорите топъл хляб и чай. Едва вчера "
	  "следобед машините успяха да разчистят завоите. Синоптиците очакват още валежи, затова "
	  "общината съветва пътниците да имат вериги и да проверяват времето преди тръгване.\n" },
	{ "el", " WINDOWS-1253 ISO-8859-7 CP737 ",
	  "Το παλιό λιμάνι της πόλης άνοιξε ξανά για τα μικρά σκάφη. Οι ψαράδες γύρισαν με τις "
	  "βάρκες τους και πουλούν το πρωί τα ψάρια στην προκυμαία. Ο δήμος υποσχέθηκε να "
	  "φτιάξει στέγαστρα και να φυτέψει δέντρα. Το καλοκαίρι θα έρθουν περισσότεροι "
	  "επισκέπτες, γι' αυτό όλοι ελπίζουν να τελειώσουν τα έργα μέχρι τον Μάιο.\n" },
	{ "he", " WINDOWS-1255 ISO-8859-8 ",
	  "הספרייה העירונית נפתחה מחדש אחרי שלוש שנים של עבודות. עכשיו יש בה אולם קריאה גדול, "
	  "חדרים לילדים וגינה קטנה. בימי שישי באים לכאן תושבים מכל השכונות, קוראים עיתונים "
	  "ומשוחחים על ספרים ישנים. המנהלת אומרת שהמבקרים הצעירים מחפשים בעיקר סיפורים על ים "
	  "ועל מסעות רחוקים.\n" },
	{ "ar", " WINDOWS-1256 ISO-8859-6 ",
	  "افتتحت المدينة سوقا جديدة بالقرب من النهر بعد سنوات من العمل. يبيع التجار فيها الخضار "
	  "والفاكهة والسمك كل صباح، ويأتي الناس من القرى المجاورة في نهاية الأسبوع. قال رئيس "
	  "البلدية إن المكان القديم كان ضيقا وإن الطريق إليه كانت مزدحمة. أما السكان فيأملون أن "
	  "تبقى الأسعار كما هي حتى الشتاء.\n" },
	{ "th", " CP874 ",
	  "ตลาดเก่าริมแม่น้ำเปิดอีกครั้งหลังจากปิดซ่อมมานานสองปี ชาวบ้านนำผักและผลไม้มาขายทุกเช้า "
	  "ส่วนวันหยุดมีนักท่องเที่ยวจากเมืองใหญ่มาเดินชมบ้านไม้และกินก๋วยเตี๋ยว ผู้ใหญ่บ้านบอกว่าน้ำในแม่น้ำ"
	  "สูงกว่าปีก่อน จึงต้องทำทางเดินใหม่ให้สูงขึ้น\n" },
	{ "vi", " WINDOWS-1258 VISCII TCVN ",
	  "Chợ nổi trên sông đã mở lại sau hai năm sửa bến. Mỗi sáng sớm, thuyền từ các làng "
	  "chở rau, trái cây và cá đến bán. Khách ở thành phố thích ngồi uống cà phê trên "
	  "thuyền và nghe người già kể chuyện mùa nước lớn. Ông trưởng bến nói rằng năm nay "
	  "nước lên chậm, nên mọi người phải chờ thêm một tháng nữa.\n" },
	{ "zh", " GB18030 GB2312 ",
	  "河边的旧市场修了两年以后又开门了。每天早上，农民把蔬菜和水果运到这里来卖，周末还有很多城里人坐车来"
	  "看木头房子，吃面条。村里的老人说，今年的水比去年高，所以要把路重新修一下。学校的孩子们画了一张很大的"
	  "图，告诉大家哪些地方可以走，哪些地方不能去。\n" },
	{ "zh-tw", " BIG5 ",
	  "河邊的舊市場修了兩年以後又開門了。每天早上，農民把蔬菜和水果運到這裡來賣，週末還有很多城裡人坐車來"
	  "看木頭房子，吃麵條。村裡的老人說，今年的水比去年高，所以要把路重新修一下。學校的孩子們畫了一張很大的"
	  "圖，告訴大家哪些地方可以走，哪些地方不能去。\n" },
	{ "ja", " CP932 EUC-JP ISO-2022-JP ",
	  "川のそばの古い市場が二年ぶりに開きました。毎朝、農家の人たちが野菜や果物を運んできて売っています。"
	  "週末には町から大勢の人がバスで来て、木の家を見たり、そばを食べたりします。村のお年寄りは、今年は"
	  "去年より水が高いので、道を直さなければならないと話しています。\n" },
	{ "ko", " CP949 EUC-KR JOHAB ",
	  "강가의 오래된 시장이 두 해 만에 다시 문을 열었다. 아침마다 농부들이 채소와 과일을 싣고 와서 팔고, "
	  "주말에는 도시 사람들이 버스를 타고 와서 나무로 지은 집을 구경하고 국수를 먹는다. 마을 어른들은 올해 "
	  "물이 지난해보다 높아서 길을 새로 고쳐야 한다고 말한다.\n" },
};
/* clang-format on */

#define N_ENCODING_TEXTS (sizeof ENCODING_TEXTS / sizeof *ENCODING_TEXTS)

#endif
