# hits counted: in all articles that match, and in each that is shown
# SPDX-License-Identifier: GPL-2.0-or-later
cat >articles.jsonl <<END
{"id":"a1","title":"Chips and oil","date":"2024-01-05","source":"Example Times","language":"en","text":"Chips rise. A chip of oil, and more chips."}
{"id":"a2","title":"Nothing much","date":"2024-06-29","source":"Example Post","language":"de","text":"One chip, said the maker."}
{"id":"a 3","title":"Oil","date":"2023-12-31","source":"Example Times","text":"Oil and oil, no hit\u001b[31m of the other.\nOil\tagain."}
{"title":"Undated, \"quoted\"","text":"The last chips."}
END
pressmark-index build -q -o index articles.jsonl || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# scores depend on the stemmer of libxapian
scores()
{
	sed -E 's/"score":[0-9.]+/"score":S/g; s/^((q1\t|[0-9]+\t)?[0-9]+\t)[0-9]+\.[0-9]+/\1S/; s/( Q0 .* [0-9]+) [0-9.]+ /\1 S /'
}
say pressmark-query index --hits chips
say pressmark-query index --hits -n 1 --sort date chip
say pressmark-query index --hits --offset 2 chips
say pressmark-query index --hits --offset 9 chips
say pressmark-query index --hits -n 1 'chip w/5 oil'
say pressmark-query index --hits date:2024
say pressmark-query index --hits zyzzyva
say pressmark-query index --hits --count chips
say pressmark-query index --hits --format json -n 1 --sort date chips | scores
say pressmark-query index --hits --format tsv --sort date chips | scores
