# many queries from a file
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
printf '\xef\xbb\xbf# a comment\r\nq1\tchips\r\n\noil AND language:en\n  \nq2\tzyzzyva\n"Example"\n' >good
say pressmark-query index --batch good
say pressmark-query index --batch good --hits
say pressmark-query index --batch good --format trec | scores
say pressmark-query index --batch good --format tsv --hits -n 2 | scores
say pressmark-query index --batch good --format json -n 1 | scores
say pressmark-query index --batch good --format tsv --count --hits
say pressmark-query index --batch good --format json --count
say pressmark-query -i index --batch - --any <good
printf 'chips' | say pressmark-query index --batch -
echo zyzzyva >nothing
say pressmark-query index --batch nothing
say pressmark-query index --batch /dev/null

# an id that a line before has is noted
printf 'q1\tchips\nq2\toil\nq1\toil\n3\tmaker\nmaker\n' >twice
say pressmark-query index --batch twice
say pressmark-query index --batch twice --format json --count

# what cannot be answered is reported, and the rest goes on
{
	printf 'a\tchips AND\nb\tchips\n\tno id\nnul\0byte\nc\tnosuch:x\n'
	printf 'x%.0s' $(seq 70000)
	printf '\nd\tchips\td\n'
} >bad
say pressmark-query index --batch bad
say pressmark-query index --batch bad --format json --count

# the same answers, in the same order, whatever the number of jobs
for i in $(seq 300); do
	echo "chips w/$i oil"
	echo "oil OR chip*"
	echo "words:$((i / 10)).."
done >many
for jobs in 1 2 3 16; do
	pressmark-query index --batch many --jobs $jobs --hits --format json | cksum
done | uniq | wc -l
# who asks and waits for the answer gets it
coproc pressmark-query index --batch -
read -r _ <&"${COPROC[0]}"
for query in chips oil; do
	echo $query >&"${COPROC[1]}"
	read -r line <&"${COPROC[0]}"
	echo "$line"
done
# shellcheck disable=SC1083,SC2093  # bash 4 closes a descriptor by its name
exec {COPROC[1]}>&-
wait

say pressmark-query index --batch missing
say pressmark-query index --batch .
say pressmark-query nowhere --batch good
say pressmark-query --batch good
say pressmark-query index --batch good chips
say pressmark-query index --batch good --explain
say pressmark-query index --batch good --kwic
say pressmark-query index --batch good --facet source
say pressmark-query index --batch good --format csv
say pressmark-query index --batch good --format trec --sort date
say pressmark-query index --batch good --format trec --count
say pressmark-query index --batch good --jobs 0
say pressmark-query index --jobs 2 chips
say pressmark-query index --format trec chips
if [ -w /dev/full ]; then
	pressmark-query index --batch many >/dev/full
	echo "[$?]"
fi
