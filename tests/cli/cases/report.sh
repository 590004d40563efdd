# a report has all complaints, what they are, and the numbers of the summary
# SPDX-License-Identifier: GPL-2.0-or-later
{
	for i in $(seq 5); do echo "{\"text\":\"x$i"; done
	printf '{"id":"1","text":"one"}\n{"id":"1","text":"a\xc3\xa9\xed\xa0\x80 \\"two\\""}\n{"text":""}\n'
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
# nothing of anybody else's is written over: not a file of a like name, not a link, not what
# is read, and no device
echo mine >report.json.new
ln -s aim link.json
echo old >aim
pressmark-index build -q --report link.json -o index 'a"b.jsonl' --partial 2>/dev/null
[ -L link.json ] && grep -c '^{"report":1' aim
cat report.json.new
pressmark-index build -q --report ./no.jsonl -o index no.jsonl 2>&1
echo "[$?]"
printf '{"text":"x"}\n' >no.jsonl
pressmark-index build -q --report ./no.jsonl -o index no.jsonl 2>&1
echo "[$?]"
mkdir folder && cp no.jsonl folder
pressmark-index build -q --report folder/no.jsonl -o index folder 2>&1
echo "[$?]"
mkfifo pipe
grep -c '^{"report":1' <pipe &
pressmark-index build -q --report pipe -o index no.jsonl
wait
[ -p pipe ] && echo a pipe
pressmark-index build -q --report - -o index no.jsonl | grep -c '^{"report":1'
ls
# values that are left out are in it, each time
for i in 1 2 3 4; do
	printf '{"text":"x","a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":%d}}}}}}}}}\n' $i
done >deep.jsonl
pressmark-index build -q --report deep.json -o deep deep.jsonl 2>/dev/null
grep -c '"what":"left out","file":"deep.jsonl","line"' deep.json
