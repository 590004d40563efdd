# a report has all complaints, what they are, and the numbers of the summary
# SPDX-License-Identifier: GPL-2.0-or-later
{
	for i in $(seq 5); do echo "{\"text\":\"x$i"; done
	printf '{"id":"1","text":"one"}\n{"id":"1","text":"a\xff \\"two\\""}\n{"text":""}\n'
} >'a"b.jsonl'
show()
{
	sed -E 's/"(index_bytes|seconds)":[0-9.]+/"\1":N/g' report.json
}

pressmark-index build -q --report report.json -o index 'a"b.jsonl' no.jsonl --partial 2>/dev/null
echo "[$?]"
show
# a build that fails has one as well, and the one before is replaced
pressmark-index build -q --report report.json -o index 'a"b.jsonl' --max-skipped 3 2>/dev/null
echo "[$?]"
show
ls
pressmark-index build -q --report no/report.json -o index 'a"b.jsonl' 2>&1
echo "[$?]"
