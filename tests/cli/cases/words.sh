# words, phrases, forms, prefixes and fields over the sample articles
# SPDX-License-Identifier: GPL-2.0-or-later
cp -r "$ARTICLES" articles
pressmark-index build -q -o index articles || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

say pressmark-query index CXMT AND DDR5
say pressmark-query index CXMT
say pressmark-query index '"China chipmaker"'
say pressmark-query index '"China´s CXMT"'
say pressmark-query index "\"China's memory manufacturing\""
say pressmark-query index =cxmt
say pressmark-query index =CXMT DDR5
say pressmark-query index 'semicon* -CXMT'
say pressmark-query index title:chipmaker
say pressmark-query index title:semiconductor
say pressmark-query index source:times
# an expression sees words as they are written, and says why it matches none
cat >written.jsonl <<'END'
{"id":"1","title":"Das Über-Café","text":"Die Straße, русский","author":"Jörg Müller"}
{"id":"2","title":"uber cafe","text":"strasse, don't, 2,000","author":"Joerg Mueller"}
END
pressmark-index build -q -o written written.jsonl || exit
for query in '/über/' '/caf[é]/' '/straße/' '/русский/' "/don't/" '/2,000/' '/uber/' \
	'author:/müll.*/' 'author:/mull.*/' 'author:/mü.+er/'; do
	echo "$query: $(pressmark-query --count written "$query")"
done
say pressmark-query --explain --count written '/caf[é]\sbar/ OR /rate-cut/ OR /kaffee/ OR author:мю*' |
	grep -v ' ms,'

# a word, and what is spelt so: with blanks, hyphens, points and other signs
cat >apart.jsonl <<'END'
{"id":"NO 2","text":"the NO 2 here"}
{"id":"NO2","text":"the NO2 here"}
{"id":"NO-2","text":"the NO-2 here"}
{"id":"U.K.","text":"the U.K. here"}
{"id":"UK","text":"the UK here"}
{"id":"worldwide","text":"a worldwide thing"}
{"id":"world-wide","text":"a world-wide thing"}
{"id":"world wide","text":"a world wide thing"}
{"id":"oil*","text":"cheap oil* and gas"}
{"id":"oil","text":"cheap oil and gas"}
END
pressmark-index build -q -o apart apart.jsonl || exit
for query in no2 'no2*' /no2/ 'nno2~' UK 'UK*' '/uk/' 'UK OR UK*' '"worldwide"' '"world-wide"' \
	'"world wide"' '="oil*"' =oil 'worldw*'; do
	echo "$query:" "$(pressmark-query --format tsv apart "$query" 2>/dev/null |
		sed '/^#/d; /^rank/d' | cut -f 7 | tr '\n' ';')"
done
say pressmark-query --count apart 'here (UK* OR gas)'
say pressmark-query --count apart 'UK OR UK*'
say pressmark-query --count apart 'NO*'

# a short word is not taken for one two edits away
printf '%s\n' '{"text":"abn zz memory"}' >short.jsonl
pressmark-index build -q -o short short.jsonl || exit
say pressmark-query short zzqq
say pressmark-query short zzq
say pressmark-query short mmeroy
