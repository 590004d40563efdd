# of many complaints of one kind three are shown, and how many more there were
# SPDX-License-Identifier: GPL-2.0-or-later
{
	echo '{"text":"chips"}'
	for i in $(seq 1200); do
		echo "{\"text\":\"x$(printf '%*s' $((i % 7)) '')"
	done
	printf '{"text":""}\n{"text":"a\xff"}\n{"text":"b\xff"}\n{"text":"c\xff"}\n{"text":"d\xff"}\n'
} >a.jsonl
pressmark-index build -q -o index a.jsonl >out 2>errors
echo "[$?]"
cat errors
pressmark-query --count index chips

# where texts seem to end in what a scraper took along
words() { for w in $(seq 30); do printf '%s%s ' "$1" "$(printf '%d' "$w" | tr 0-9 a-j)"; done; }
for i in 1 2 3 4 5; do
	{
		printf 'The harbour is full\n\n'
		for p in mole quay crane; do
			echo "The $(words $p) was said to be there."
		done
		printf 'Share this article\nSubscribe to our newsletter\nFollow us\nRead more\n'
	} >tail$i.txt
done
pressmark-index build --report report.json -o tails tail?.txt 2>&1 | grep -E 'tails|took'
echo 'with --quiet they are in a report only:'
pressmark-index build -q --report report.json -o tails tail?.txt
grep -c '"reason":"seems to end' report.json
grep -o '"file":"tail5.txt","reason":"[^"]*"' report.json
pressmark-index explain tail1.txt | grep ' tail '
