# what an article has that is not its own: left out, searched with the full text, given back
# SPDX-License-Identifier: GPL-2.0-or-later
mkdir pages
cat >pages/harbour.html <<'END'
<html lang="en"><head><title>Council approves harbour - Northport News</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea and weather</a></li><li><a href="/w">Newsletter of the harbour</a></li></ul></nav>
<article><h1>Council approves harbour</h1>
<p>The council of Northport approved a plan on Monday to rebuild the harbour wall that a storm broke last winter, at a cost which its members put at forty million crowns.</p>
<p>Ships of the Eastern Line, which carry oil and timber, are to use the southern quay until then, and nobody in the town expects the work to take less than six years.</p>
<p>The mayor said that the wall had been built when her grandmother was young, and that it had served longer than anybody had thought it would, or could.</p></article>
<footer><p><a href="/t">Terms of use</a></p><p><a href="/c">Contact the crew</a></p></footer></body></html>
END
cat >wire.jsonl <<'END'
{"id":"1","title":"Oil falls","folds":[{"at":33,"text":"Sign up for our newsletter.\n"},{"at":61,"why":"tail","text":"Share this: \"now\"!\n\nFollow us\n"},{"at":91,"why":"repeated page","text":"\nCopyright 2026"}],"text":"Crude oil prices fell on Monday.\nBrent was down two percent.\nAnalysts said demand was weak."}
{"id":"2","title":"Gold","folds":[{"at":0,"text":"Menu Home World\n"},{"at":0,"text":"***\n"}],"text":"Gold rose. Newsletter writers cheered, oil traders did not."}
{"id":"3","title":"Sign up, copyright","text":"Nothing is folded here: oil and newsletters only."}
END
pressmark-index build -o index pages wire.jsonl 2>&1 | grep -v 'time\|index  '
pressmark-index check index

say()
{
	echo "\$ $*"
	"$@" 2>&1 | sed -E 's/"score":[0-9.]+/"score":S/g; s/[0-9.]+ ms/N ms/g
		s/^(([a-z]\t)?[0-9]+\t)[0-9]+\.[0-9]{6}\t/\1S\t/; s/[0-9.]+ pressmark$/S pressmark/'
	echo "[${PIPESTATUS[0]}]"
}

say pressmark-query index newsletter
say pressmark-query index --full-text newsletter
say pressmark-query index --full-text --hits --count newsletter
# nothing spans the place of a fold, nor the edge of one
for query in '"monday brent"' 'monday w/2 brent' 'monday w/s brent' '"monday sign"' \
	'"up for our newsletter"' 'up pre/3 newsletter' '"percent share"' 'copyright weak'; do
	printf '%s\t%s\t%s\n' "$query" "$(pressmark-query index --count "$query")" \
		"$(pressmark-query index --count --full-text "$query")"
done
say pressmark-query index --full-text --kwic newsletter OR copyright
say pressmark-query index --full-text --format json -n 1 copyright
say pressmark-query index --full-text --format tsv copyright
say pressmark-query index --full-text --facet language newsletter
say pressmark-query index words:0..10
say pressmark-query index --full-text words:0..10
echo newsletter >queries
say pressmark-query --batch queries index --full-text --format json --count
say pressmark-query --batch queries index --count

# given back, and again
pressmark-index export index >export.jsonl
sed 's/"text":"The council[^}]*}/"text":...}/' export.jsonl
pressmark-index build -q -o again export.jsonl
pressmark-index export again | cmp - export.jsonl && echo "the same"

# an article that is gathered in parts, in runs that end inside of it, with folds as large
awk 'BEGIN {
	printf "{\"id\":\"large\",\"folds\":["
	for (i = 0; i < 40; i++) {
		printf "%s{\"at\":%d,\"text\":\"", (i > 0 ? "," : ""), i * 45000
		for (k = 0; k < 5000; k++)
			printf "f%04d%s", (k * 7 + i) % 9000, (k % 10 == 9 ? "\\n" : " ")
		printf "\"}"
	}
	printf "],\"text\":\""
	for (i = 0; i < 225000; i++)
		printf "w%07d%s", i * 37 % 180000, (i % 10 == 9 ? "\\n" : " ")
	printf "\"}\n"
}' >large.jsonl
for options in "--jobs 1" "--jobs 1 --memory 64M" "--jobs 3 --memory 64M"; do
	rm -rf large
	# shellcheck disable=SC2086
	pressmark-index build -q -o large $options large.jsonl wire.jsonl
	# but for what tells when it was built
	find large/segment-1 large/copies-1 -type f | sort | xargs cat | cksum
done | uniq | wc -l
pressmark-index check large
pressmark-index export large | head -1 >once.jsonl
pressmark-index build -q -o again once.jsonl
pressmark-index export again | cmp - once.jsonl && echo "the same"
pressmark-query large --count f0007
pressmark-query large --count --hits --full-text '"f0007 f0014"'
pressmark-query large --count --hits '"w0000000 w0000037"'
# folds stand before words 5000 and 185000, of which each has the same word before it
words=$(printf 'w%07d w%07d' $((4999 * 37 % 180000)) $((5000 * 37 % 180000)))
pressmark-query large --count --hits "\"$words\""
pressmark-query large --count --hits "$words"

# a query that finds nothing, and something in folds
say pressmark-query index follow
say pressmark-query index --format json follow
say pressmark-query index --format tsv follow
say pressmark-query index --full-text follow zebra
pressmark-index stats index | grep "^[a-z].*folds\|^folds"
pressmark-index stats index | grep -c "^  folds .* bytes\|^  folds .* kB"

# a fold inside of a word is shown behind it
echo '{"id":"x","text":"foobar baz","folds":[{"at":3,"text":"X"},{"at":4,"text":"Y"}]}' >inside.jsonl
pressmark-index build -q -o inside inside.jsonl
pressmark-index export inside
pressmark-query inside --full-text --kwic X OR Y OR foobar
