# every hit in its context
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

say pressmark-query index --kwic chips
say pressmark-query index --kwic=2 chips
say pressmark-query index --kwic --kwic-sort R1,L1 chips
say pressmark-query index --kwic --kwic-sort date -n 2 --offset 1 chips
say pressmark-query index --kwic --sort -date chips
say pressmark-query index --kwic --sample 2 --seed 7 chips OR oil
say pressmark-query index --kwic=1 --format tsv oil
say pressmark-query index --kwic=1 --format csv oil
say pressmark-query index --kwic=1 --format json -n 2 --sort date oil
say pressmark-query index --kwic date:2024
say pressmark-query index --kwic zyzzyva
say pressmark-query index --kwic --explain chips | sed -E 's/[0-9.]+ ms/N ms/g'
say pressmark-query index --kwic=0 chips
say pressmark-query index --kwic=51 chips
say pressmark-query index --kwic= chips
say pressmark-query index --kwic --kwic-sort L0 chips
say pressmark-query index --kwic --kwic-sort '' chips
say pressmark-query index --kwic-sort L1 chips
say pressmark-query index --sample 5 chips
say pressmark-query index --kwic --seed 5 chips
say pressmark-query index --kwic --sample 0 chips
say pressmark-query index --kwic --count chips
say pressmark-query index --format csv chips
say pressmark-query index --kwic=1 --format csv -n 1 oil
say pressmark-query index --kwic=1 --format tsv -n 1 oil
seq 150 | sed 's/.*/{"text":"& oil"}/' >many.jsonl
pressmark-index build -q -o many many.jsonl
for format in text tsv csv json; do
	echo "$format: $(pressmark-query --kwic --format $format many oil | grep -c '[0-9].*oil')"
done
