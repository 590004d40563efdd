# articles that tell the same story: counted, shown once, listed
# SPDX-License-Identifier: GPL-2.0-or-later
story="The council of Northport approved a plan on Monday to rebuild the harbour wall that a storm broke last winter, at a cost which its members put at forty million crowns over the next six years of work. Ships of the Eastern Line, which carry oil and timber, are to use the southern quay until then."
other="A factory in Westvale will close its gates in the summer after a century of making glass, its owners told the three hundred people who work there, because the furnace burns more oil every year than its bottles and windows can pay for, and no buyer has been found who would repair the place."
figures="The bank added 210 million crowns to reserves at 4 percent through 14 day repurchase agreements while 3 dealers offered 790 million, it said in its notice on money market operations for the day, and expects 55 million more in oil receipts."
cat >articles.jsonl <<END
{"id":"late","title":"Harbour to be rebuilt","date":"2024-03-07","source":"Westvale Echo","text":"$story"}
{"id":"first","title":"Council approves harbour","date":"2024-03-05","source":"Northport News","text":"$story"}
{"id":"changed","title":"Harbour","date":"2024-03-06","source":"Northport News","text":"${story/until then/until summer}"}
{"id":"glass","title":"Glass works to close","date":"2024-03-05","source":"Westvale Echo","text":"$other"}
{"id":"glass2","title":"Glass works to close","date":"2024-03-05","source":"Northport News","text":"${other/place/plant}"}
{"id":"monday","title":"Bank adds reserves","date":"2024-03-04","source":"Northport News","text":"$figures"}
{"id":"tuesday","title":"Bank adds reserves","date":"2024-03-05","source":"Northport News","text":"$(sed 's/210/340/; s/790/815/; s/55/61/' <<<"$figures")"}
{"id":"weather 1","title":"Weather","date":"2024-03-04","source":"Northport News","text":"Rain in the morning, with wind from the west and oil on the beach."}
{"id":"weather \"2\"","title":"Weather","date":"2024-03-05","source":"Northport News","text":"Rain in the morning, with wind from the west and oil on the beach."}
{"id":"beach","title":"Oil","date":"2024-03-05","source":"Northport News","text":"Rain in the morning, with wind from the west and oil on the beach."}
{"id":"short 1","title":"Correction","text":"The price of oil was wrong."}
{"id":"short 2","title":"Correction","text":"The price of oil was wrong."}
END
pressmark-index build -o index articles.jsonl 2>&1 | grep -v 'time\|index  '
pressmark-index stats index | grep '^articles \|^stories'
pressmark-index check index

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1 | sed -E 's/"score":[0-9.]+/"score":S/; s/[0-9.]+ ms/N ms/g
		s/^(([a-z]\t)?[0-9]+\t)[0-9]+\.[0-9]{6}\t/\1S\t/; s/[0-9.]+ pressmark$/S pressmark/'
	echo "[${PIPESTATUS[0]}]"
}

say pressmark-query index oil -n 1
say pressmark-query index --unique oil -n 3
say pressmark-query index --unique --sort date -n 2 --offset 1 --hits harbour OR weather
say pressmark-query index --unique --sort -date --format tsv harbour OR weather
say pressmark-query index --unique --format json place OR plant OR glass
say pressmark-query index --format json -n 1 harbour
say pressmark-query index --count --hits oil
say pressmark-query index --count --hits --unique oil
say pressmark-query index --unique --facet source oil
say pressmark-query index --facet source --format tsv oil
say pressmark-query index --unique --facet source --format tsv oil
say pressmark-query index --unique --facet date:day --format json harbour
say pressmark-query index --unique --kwic=2 --sort date harbour
say pressmark-query index --unique --kwic=2 --sort date --format csv harbour
say pressmark-query index --unique --kwic=2 --sort date --format json rain
say pressmark-query index --unique --explain -n 1 harbour
say pressmark-query index --unique nowhere
printf 'h\tharbour\nr\train OR glass\nn\tnowhere\n' >queries
say pressmark-query index --batch queries --unique
say pressmark-query index --batch queries --unique --count --format tsv
say pressmark-query index --batch queries --unique --format tsv -n 1
say pressmark-query index --batch queries --unique --count --format json
say pressmark-query index --batch queries --unique --format trec -n 1

# what is alike
say pressmark-query index --alike late
say pressmark-query index --alike changed -n 1 --offset 2 --format tsv
say pressmark-query index --alike 'weather "2"' --format json
say pressmark-query index --alike tuesday --format tsv
say pressmark-query index --alike 'short 1' --format tsv
say pressmark-query index --alike nosuch
say pressmark-query index --alike ''
# by what else results call an article
mkdir files
{ sed -n 's/.*"text":"\(.*\)"}$/\1/p' articles.jsonl | head -n 1; } >files/a.txt
cp files/a.txt files/b.txt
grep '"glass' articles.jsonl | sed 's/"id":"[^"]*",//; s/"title"/"url":"https:\/\/w.example\/"&/; s/example\/""/example\/","/; s/"title/&/' >files/g.jsonl
pressmark-index build -q -o unnamed files
for name in files/a.txt files/g.jsonl:2 https://w.example/ files/g.jsonl files/g.jsonl:3 files/g.jsonl:02 nosuch; do
	say pressmark-query unnamed --alike "$name" --format tsv | cut -f 1,6-10
done
say pressmark-query unnamed --alike nosuch
say pressmark-query index --alike late oil
say pressmark-query index --alike late --unique
say pressmark-query index --alike late --kwic

# words that only look the same to a hash of 32 bits
for n in 58519 147576; do
	echo "{\"id\":\"$n\",\"text\":\"Line one of the text here. Another of it $n.\"}"
done >alike.jsonl
pressmark-index build -q -o alike alike.jsonl
pressmark-query --unique --count alike line
