# an id that several articles have is named, whichever segments these are in
# SPDX-License-Identifier: GPL-2.0-or-later

# what comes back but for times and sizes, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1 | grep -Ev '^  (time|text|index|undated|unread)  '
	echo "[${PIPESTATUS[0]}]"
}

# rows FILE FIRST LAST: articles with these ids
rows()
{
	seq "$2" "$3" | sed "s|.*|{\"id\":\"&\",\"text\":\"story number& of $1\"}|" >"$1"
}

mkdir c
rows c/a.jsonl 1 4
rows c/b.jsonl 3 5
sleep 0.06
echo "--- in one segment"
say pressmark-index build -o ix c

echo "--- in the new one and in another"
rows c/d.jsonl 5 7
say pressmark-index update -o ix --report report c
grep -o '"what":"repeated".*' report
grep -o '"repeated":[0-9]*' report
rows more.jsonl 7 9
say pressmark-index add ix more.jsonl
say pressmark-index add ix - <<'END_OF_INPUT'
{"id":"9","text":"one from a pipe"}
{"id":"9","text":"and another"}
{"id":"8","text":"and a third"}
{"id":"x","text":"and one of its own"}
END_OF_INPUT

echo "--- not of what is written again, and not if the other one goes"
sed -i 's/story/tale/' c/b.jsonl
say pressmark-index update -o ix c
mv c/d.jsonl c/e.jsonl
say pressmark-index update --max-removed 50% -o ix c
say pressmark-index remove ix more.jsonl
rows c/f.jsonl 100 100
sed 's/100/7/; s/100/7/' c/f.jsonl >>c/f.jsonl
say pressmark-index update -o ix c
rows c/g.jsonl 1 1
say pressmark-index update -o ix --ids replace --max-removed 100% c
say pressmark-index check ix

echo "--- in a build of several segments"
# 18 MB, of which a segment takes 16: ids 101 and 102 are in both
for i in $(seq 101 118) 101 102 120 120; do
	printf '{"id":"%d","text":"' "$i"
	head -c 1000000 /dev/zero | tr '\0' x | sed 's/xxxxxxxxx/& /g'
	printf '"}\n'
done >large.jsonl
say pressmark-index build --segment-size 16M -o many large.jsonl | sed 's/ [0-9,]* words.*//'
grep -c '^segment ' many/generation
