# a source that is cut short or empty does not replace one that was whole
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# what the data are does not matter, but that they do not shrink to nothing
seq 3000 | awk '{ printf "{\"id\":%d,\"text\":\"chips %d %d\"}\n", $1, $1 * 7919, $1 * 104729 }' >wire.jsonl
gzip -n <wire.jsonl >whole.jsonl.gz
mkdir folder empty pictures nested nested/empty
echo 'A fine article about chips.' >folder/fine.txt
echo picture >pictures/one.png
head -c "$(($(wc -c <whole.jsonl.gz) / 2))" whole.jsonl.gz >wire.jsonl.gz
cp wire.jsonl.gz folder

numbers()
{
	sed -E 's/breaks off after [0-9]+ articles/breaks off after N articles/'
}

say pressmark-index build -q -o index folder/fine.txt
before=$(cat index/generation)
say pressmark-index build -q -o index --max-skipped 1% wire.jsonl.gz | numbers
say pressmark-index build -q -o index - <wire.jsonl.gz | numbers
say pressmark-index build -q -o index folder/fine.txt empty
say pressmark-index build -q -o index folder/fine.txt pictures
say pressmark-index build -q -o index folder/fine.txt nested
: >none.jsonl
say pressmark-index build -q -o index folder/fine.txt none.jsonl
: | say pressmark-index build -q -o index folder/fine.txt -
echo '[{"text":"chips"},{"text":"chi' >cut.json
say pressmark-index build -q -o index cut.json
gzip -n <folder/fine.txt | head -c 20 >fine.txt.gz
say pressmark-index build -q -o index folder/fine.txt fine.txt.gz
# in archives, which are whole
tar --format=ustar -cf wire.tar folder/wire.jsonl.gz
say pressmark-index build -q -o index wire.tar | numbers
head -c 1024 wire.tar >cut.tar
tar --format=ustar -cf fine.tar folder/fine.txt
head -c 1024 fine.tar >cut.tar
say pressmark-index build -q -o index cut.tar
[ "$before" = "$(cat index/generation)" ] || echo "the index was touched"

# they are counted apart from what is skipped
head -c "$(($(wc -c <whole.jsonl.gz) / 3))" whole.jsonl.gz >folder/third.jsonl.gz
printf '{"text":"chips"}\nx\n' >folder/broken.jsonl
say pressmark-index build -o counted --report report.json folder | grep -E '^ *(skipped|cut short) +[0-9]'
grep -o '"skipped":[0-9]*,"cut_short":[0-9]*' report.json
say pressmark-index build -q -o counted --max-skipped 2 folder | tail -n 2
rm folder/third.jsonl.gz folder/broken.jsonl

# what is below a folder is one of many, and --partial takes what there is
say pressmark-index build -q -o index --report report.json folder | numbers
grep -o '"what":"cut short","file":"[^"]*"' report.json
say pressmark-index build -q -o index --partial wire.jsonl.gz empty pictures none.jsonl | numbers
cp fine.txt.gz folder
tar --format=ustar -cf fine.tar folder/fine.txt folder/fine.txt.gz
say pressmark-index build -q -o index fine.tar

# who only looks at the articles says it in the same words
{ pressmark-index fields cut.json >fields; } 2>&1
{ pressmark-index explain cut.json >explained; } 2>&1
