# which state of the index an answer is of
# SPDX-License-Identifier: GPL-2.0-or-later
mkdir news
echo '{"id":"a1","title":"Oil","source":"Times","text":"The price of oil, and of chips."}' >news/1.jsonl
echo '{"id":"a2","title":"Chips","source":"Post","text":"Chips."}' >>news/1.jsonl
pressmark-index build -q --clean balanced -o index news || exit
echo '{"id":"a3","title":"More oil","source":"Times","text":"Oil."}' >news/2.jsonl
pressmark-index add -q index news/2.jsonl || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# what is not the same at each time, or with each version of the libraries
same()
{
	sed 's/"index"/"the index"/; s/20[0-9-]*T[0-9:]*Z/TIME/; s/"score":[0-9.]*/"score":S/g
		s/libxapian [0-9.]*/libxapian X/; s/"unicode":"[^"]*"/"unicode":"U"/
		s/Unicode [0-9.]*/Unicode U/; s/Pressmark [0-9.a-z]*/Pressmark P/
		s/\(rank"*[^S]*\)1\t[0-9]\.[0-9]*/\1/'
}

query()
{
	say pressmark-query "$@" | same
}
query --cite index oil
query --cite --count index oil
query --cite --count --hits --any index oil chips
query --cite --new-since 1 --unique --full-text index oil
query --cite --kwic=2 index oil
query --cite --facet source --facet id index chips
query --cite index nosuchword
query --cite --alike a1 index
printf 'oil\nchips\n' >queries
query --cite --batch queries index
query --cite --batch queries --format tsv --count index
query --cite --format json -n 1 index oil
query --cite --format json --count index oil
query --cite --format json --batch queries --count index
query --cite --format tsv index oil
query --cite --format html --saved queries --new-since 1 index
query --cite --format csv --kwic index oil
query --cite --batch queries --reload index
printf 'oil\toil\n' >alerts
query --cite --saved alerts --new-since 1 index
query --cite --saved alerts --new-since 1 --format json index

# JSON has it always
query --format json -n 1 index chips price
query --format json --kwic=1 index price
query --format json --facet source index chips
query --format json --batch queries --count index
query --format json --batch queries -n 1 index

# the fingerprint is that of the articles, whatever their order, and that of stats
pressmark-index build -q --clean balanced -o other news/2.jsonl news/1.jsonl || exit
for index in index other; do
	pressmark-query --cite --count $index oil | grep -o 'fingerprint [0-9a-f]*'
	pressmark-index stats $index | grep -o '[0-9a-f]\{32\}'
done | sed 's/fingerprint //' | sort -u | wc -l
