# stats for programs
# SPDX-License-Identifier: GPL-2.0-or-later
mkdir corpus
printf '{"id":"%s","date":"%s","text":"%s"}\n' 1 2024-03-01 'alpha beta' 2 2024 'gamma co-operate' >corpus/a.jsonl
printf '{"id":"3","text":"delta","folds":[{"at":0,"text":"Share this\\n"}]}\n' >corpus/b.jsonl
pressmark-index build -q -o index -l auto --ids replace --map 'text=text' --base . corpus || exit
printf '{"id":"%s","text":"%s"}\n' 4 'epsilon' >corpus/c.jsonl
pressmark-index update -q --base . -o index corpus || exit
pressmark-index remove -q index 2 || exit

# what depends on the time and on the libraries
plain()
{
	sed -E "s#$PWD#.#"'; s/"(time|unicode|stemmer)":"[^"]*"/"\1":"..."/; s/"age":[0-9]+/"age":N/
		s/"([a-z_]*bytes|words|dressing|pairs|lexicon|shares|lengths|sketches|origins|folds|blocks|database)":[0-9]{3,}/"\1":N/g'
}
pressmark-index stats --format json index | plain
echo "[${PIPESTATUS[0]}]"
pressmark-index stats --format json index | sed 's/.*"time":"\([^"]*\)".*/\1/; q' | tr 0-9 n

# of all files, and of those of the first segment
say()
{
	pressmark-index stats --format json index | grep -o '"bytes":[0-9]*' | sed -n "$1s/.*://p"
	find "$2" -type f -printf '%s\n' | awk '{ n += $1 } END { print n }'
}
say 1 index | uniq | wc -l
say 2 "index/$(sed -n 's/^segment //p;' index/generation | head -n 1)" | uniq | wc -l

echo "--- a name that is no UTF-8"
mv index "$(printf 'ind\377ex')"
pressmark-index stats --format json "$(printf 'ind\377ex')" | head -c 30
echo
mv ind*ex index
pressmark-index stats --format yaml index
echo "[$?]"
pressmark-index stats --format json nowhere
echo "[$?]"
