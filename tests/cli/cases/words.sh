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
