# what is missing in an index counts each night, whether its file is read again or not
# SPDX-License-Identifier: GPL-2.0-or-later
say()
{
	echo "\$ $*"
	"$@" 2>&1 | grep -v '^  time  '
	echo "[${PIPESTATUS[0]}]"
}

mkdir wire more
printf '{"id":"1","text":"crude oil"}\n{"id":\n{"id":"2","text":"tin"}\n' >wire/rows.jsonl
printf '\001\002\003\004' >wire/what.weird
printf 'plain text\n' >more/plain.txt
sleep 0.06
echo "--- a row that is none, and a file that nothing reads but its beginning"
say pressmark-index build -o ix wire more
say pressmark-index update -o ix wire more
say pressmark-index update -o ix more
say pressmark-index update --rehash -o ix wire more
say pressmark-index update --rehash -o ix wire more

echo "--- so it is with the limit, as a number and as a share: 2 of 5"
for limit in 1 2 39% 40%; do
	say pressmark-index update -q --max-skipped $limit -o ix wire more
done
echo "--- something new changes nothing in that"
printf 'another text\n' >more/other.txt
say pressmark-index update --report report.json -o ix wire more
grep -o '"skipped":[0-9]*,.*"skipped_unchanged":[0-9]*' report.json
say pressmark-index update -q --max-skipped 33% -o ix wire more

echo "--- what is put right is not skipped any more"
printf '{"id":"1","text":"crude oil"}\n{"id":"2","text":"tin"}\n' >wire/rows.jsonl
rm wire/what.weird
say pressmark-index update -o ix wire more
say pressmark-index update -o ix wire more

echo "--- with ids that replace each other as well: 1 of 5, whatever is read"
rm -r wire more ix
mkdir wire
printf '{"id":"1","text":"old"}\n{"id":\n{"id":"2","text":"tin"}\n' >wire/a.jsonl
printf '{"id":"1","text":"new"}\n{"id":"3","text":"lead"}\n' >wire/b.jsonl
sleep 0.06
for limit in 19% 20%; do
	say pressmark-index update -q --ids replace --max-skipped $limit -o ix wire
done
for limit in 19% 20%; do
	say pressmark-index update -q --max-skipped $limit -o ix wire
done
