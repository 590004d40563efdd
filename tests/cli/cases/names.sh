# any name of a field can be asked for, and whole values
# SPDX-License-Identifier: GPL-2.0-or-later
cat >articles.jsonl <<END
{"id":"a","text":"rates","doc.type":"memo","case number":"memo 7","words":"three","topics":["gas","nat-gas"]}
{"id":"b","text":"rates","Doc.Type":"Memo","région":"Île","2024":"old","topics":["nat-gas"],"a\"b":"x"}
{"id":"c","text":"rates","REGION":"île","价格":"上涨","city":"Café"}
{"id":"d","text":"rates 10 30 AAPL","city":"Café "}
END
pressmark-index build -q -o index articles.jsonl || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

while IFS= read -r query; do
	echo "$(pressmark-query --count index "$query" 2>&1)	$query"
done <<'END'
doc.type:memo
doc.type:=memo
DOC.TYPE:=Memo
"case number":memo
"Case Number":="memo 7"
"case number":="memo"
"case number":(memo OR other)
"words":three
region:île
region:=Île
2024:old
"a""b":x
价格:上涨
topics:gas
topics:="gas"
topics:(gas -nat)
city:="Café"
city:=Cafe
10:30
END
say pressmark-query index 'NASDAQ:AAPL'
say pressmark-query index 'rates author:smith'
say pressmark-query index 'rates AND date:2015'
say pressmark-query index 'doc.tpye:memo'
say pressmark-query index '"id":a'
say pressmark-query index '"gas price":(a b)'
say pressmark-query index 'R&D:memo'
say pressmark-query --facet city --format tsv index rates
say pressmark-query --facet '"words"' --format tsv index rates
say pressmark-query --facet 'case number' --format tsv index rates
say pressmark-query --facet REGION --format tsv index rates
say pressmark-query --facet month index rates
say pressmark-query --explain --count index '"words":three AND "case number":="memo 7"' |
	sed 's/ms, explain .*/ms/; s/[0-9.]* ms/N ms/'

# a URL is no field, but its host can be asked for
echo '{"url":"https://www.crier.example/story8","text":"rates"}' >urls.jsonl
pressmark-index build -q -o urls urls.jsonl
say pressmark-query urls 'url:story8'
say pressmark-query urls 'URL:"https://www.crier.example/story8"'
say pressmark-query urls 'url=crier.example'
say pressmark-query --count urls 'host:crier.example'
say pressmark-query index 'url:story8'
echo '{"url":"https://www.crier.example/story8","urls":"x","Url":"y","text":"rates"}' >urls.jsonl
pressmark-index build -q -o urls urls.jsonl
say pressmark-query --count urls 'url:y'
