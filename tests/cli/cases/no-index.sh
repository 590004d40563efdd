# an index that is missing, or is none
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

mkdir folder empty
echo text >folder/notes.txt
echo text >file
for command in stats check export; do
	say pressmark-index $command nowhere
done
say pressmark-query nowhere CXMT
say pressmark-query folder CXMT
say pressmark-query empty CXMT
say pressmark-query file CXMT
say pressmark-query -i '' CXMT
echo '{"text":"CXMT"}' >a.jsonl
say pressmark-index build -q -o folder a.jsonl
ls folder
say pressmark-index build -q -o file a.jsonl
cat file
say pressmark-index build -q -o nowhere/index a.jsonl
say pressmark-index build -q -o empty a.jsonl
say pressmark-query --count empty CXMT
