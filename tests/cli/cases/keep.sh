# how many generations stay, and that none goes for nothing
# SPDX-License-Identifier: GPL-2.0-or-later

kept()
{
	(cd news && ls -d generation-*) | sed 's/.*-//' | sort -n | tr '\n' ' '
	echo
}

mkdir wire nothing
echo '{"id":"1","text":"oil one"}' >wire/1.jsonl
pressmark-index build -q --keep 4 -o news wire
for n in 2 3 4; do
	echo "{\"id\":\"$n\",\"text\":\"oil number$n\"}" >wire/$n.jsonl
	pressmark-index update -q -o news wire
done
kept

echo "--- what comes to nothing leaves them, whatever it is told"
pressmark-index remove -q --keep 1 news nosuch
pressmark-index remove -q --keep 1 --query nosuch --yes news
pressmark-index remove -q --keep 1 --query oil news
pressmark-index update -q --keep 1 -o news wire
pressmark-index update -q --keep 1 -o news nothing
pressmark-index update -q --keep 1 -o news missing
pressmark-index add -q --keep 1 news missing
pressmark-index rollback -q --keep 1 news 99
pressmark-index build -q --keep 1 -o news nothing
kept

echo "--- one that is kept can be gone back to, and it may be the last that is kept"
pressmark-index rollback --keep 1 news 2
pressmark-query --count news oil
kept

echo "--- the index knows how many"
pressmark-index update -q -o news wire
kept
pressmark-index update -q --keep 2 --rehash -o news wire
kept
rm wire/4.jsonl
pressmark-index update -q --keep 2 --max-removed 90% -o news wire
kept
pressmark-index remove -q news 3
kept

echo "--- what a merge joins goes with it"
pressmark-index merge -q --keep 1 news
(cd news && ls -d segment-* | wc -l)
kept
pressmark-index check news

echo "--- where it is not known which one is current, none is begun anew"
rm news/generation
pressmark-index update -o news wire
echo '{"id":"9","text":"oil"}' | pressmark-index add news -
pressmark-index repair news
pressmark-query --count news oil
: >news/generation
pressmark-index repair news
pressmark-query --count news oil
