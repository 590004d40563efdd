# the values of fields among the articles that match
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

say pressmark-query index --facet source chips
say pressmark-query index --facet date:year --facet language chip OR oil
say pressmark-query index --facet source -n 1 chip OR oil
say pressmark-query index --facet date:month --format tsv chip OR oil
say pressmark-query index --facet source --facet language --format json chips
say pressmark-query index --facet source zyzzyva
say pressmark-query index --facet author chips
say pressmark-query index --facet host --facet source zyzzyva
printf '{"text":"chips"}\n' >bare.jsonl
pressmark-index build -q -o bare bare.jsonl
say pressmark-query bare --facet date:year --format tsv chips
say pressmark-query index --facet nosuch chips
say pressmark-query index --facet '' chips
say pressmark-query index --facet source --count chips
say pressmark-query index --facet source --kwic chips
say pressmark-query index --facet source --hits chips
say pressmark-query index --facet source --sort date chips
say pressmark-query index --facet source --format csv chips
