# dates that are months, years, ambiguous, or none
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

cat >articles.jsonl <<END
{"id":"day","date":"Tue Mar 05 10:00:00 +0000 2024","source":"A","text":"chips"}
{"id":"month","date":"March 2024","source":"A","text":"chips"}
{"id":"year","date":"2024","source":"A","text":"chips"}
{"id":"either","date":"03/04/2024","source":"A","text":"chips"}
{"id":"either too","date":"3-4-2024","source":"B","text":"chips"}
{"id":"shows","date":"13/04/2024","source":"B","text":"chips"}
{"id":"unknown","date":"sometime","source":"B","text":"chips"}
{"id":"none","source":"B","text":"chips"}
END
say pressmark-index build -o index articles.jsonl |
	sed -E 's/(index +)[0-9]+ bytes/\1N kB/; s/[0-9.]+ (kB|s|MB\/s)/N \1/g; s/, [0-9.]+ of the text/, N of the text/'
say pressmark-index stats index | grep -E '\[|date'
say pressmark-query index --sort date --format tsv chips | cut -f 3,7
say pressmark-query index --sort -date --format tsv chips date:2024 | cut -f 3,7
say pressmark-query index --kwic --format csv chips date:2024 | cut -d , -f 2,3
say pressmark-query index --format json chips date:2024-03 | grep -o '"date":.*"source"'
say pressmark-query index --kwic --kwic-sort date chips
say pressmark-query index 'date:2024-01-01..2024-12-30' --count
say pressmark-query index 'date:2024-03-02..' --count
say pressmark-query index 'date:..2024-03' --count
say pressmark-query index --today 2024-04-30 'date:last-month' --count
say pressmark-query index --facet date:month --facet date:day chips
pressmark-index export index >again.jsonl
grep -o '"date":"[^"]*"' again.jsonl
pressmark-index build -q -o again again.jsonl
for index in index again; do
	pressmark-query --sort date --format tsv $index chips | cut -f 3,7 >$index.tsv
done
cmp index.tsv again.tsv && echo the same again

# the option decides
for order in dmy mdy; do
	say pressmark-index build -o index --dates $order articles.jsonl | grep -E '\[|date'
	say pressmark-query index --format tsv 'id:either OR id:"either too"' | cut -f 3,7
done
say pressmark-index build -o index --dates ymd articles.jsonl

# seconds and milliseconds, as numbers and as digits; what comes back is built again
cat >epochs.jsonl <<END
{"id":"ms of 1976","date":190101000000,"text":"chips"}
{"id":"seconds","date":541382400,"text":"chips"}
{"id":"string","date":"978220800","text":"chips"}
{"id":"zero","date":0,"text":"chips"}
{"id":"before","date":-86400,"text":"chips"}
{"id":"month","date":198702,"text":"chips"}
END
pressmark-index build -q -o index epochs.jsonl
say pressmark-query index --sort -date --format tsv chips | cut -f 3,7
say pressmark-query index 'date:1969..1987' --count
pressmark-index export index >again.jsonl
pressmark-index build -q -o again again.jsonl
say pressmark-query again 'date:1969..1987' --count
