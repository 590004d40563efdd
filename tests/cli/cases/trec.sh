# a run has scores that fall, names without white space, and none of them twice
# SPDX-License-Identifier: GPL-2.0-or-later
cat >a.jsonl <<'END'
{"id":"one","text":"oil prices"}
{"id":"two","text":"oil prices"}
{"id":"one","text":"oil prices"}
{"id":"three four","text":"oil prices"}
{"id":"five\u00a0six\u2003seven\u0085\u2028\u3000\u202e","text":"oil prices"}
{"url":"http://x/1","text":"oil prices"}
{"url":"http://x/1","text":"oil prices"}
{"text":"oil prices"}
END
echo '[{"text":"oil of whales"},{"text":"oil of whales"},{"text":"oil of whales"}]' >b.json
pressmark-index build -q -o index a.jsonl b.json 2>&1 | sed "s,^,build: ,"
printf 'q 1\toil\n' >lines
pressmark-query index --batch lines -n 100 --format trec >run
cut -d ' ' -f 1-4,6- run
awk 'NF != 6 { print "columns: " $0 }
	$3 in seen { print "twice: " $3 }
	NR > 1 && $5 >= last { print "does not fall: " $0 }
	{ seen[$3]; last = $5 }' run
# the threads of one query
for jobs in 1 3; do
	pressmark-query index --jobs $jobs --count '"oil prices"'
done
# a query has one answer
printf 'q\toil\nr\toil\nq\twhales\n\n6\toil\nwhales\n' >lines
for jobs in 1 3; do
	pressmark-query index --batch lines -n 2 --jobs $jobs --format trec 2>err | cut -d ' ' -f 1-4,6-
	cat err
done
pressmark-query index --batch lines --format tsv --count 2>&1
