# the order of what is found: rare words, ^N, stop words, titles
# SPDX-License-Identifier: GPL-2.0-or-later

# Ten articles, all as long: what each is called is what stands in it.
cat >articles.jsonl <<END
{"id":"gas","title":"Item","text":"gas day day day day day"}
{"id":"gas, the","title":"Item","text":"gas the day day day day"}
{"id":"oil","title":"Item","text":"oil day day day day day"}
{"id":"oil, gas","title":"Item","text":"oil gas day day day day"}
{"id":"Gas","title":"Gas","text":"day day day day day day"}
{"id":"Iron","title":"Iron","text":"day day day day day day"}
{"id":"Iron again","title":"Iron","text":"day day day day day day"}
{"id":"iron iron","title":"Item","text":"iron iron day day day day"}
{"id":"this","title":"Item","text":"this day day day day day"}
{"id":"nothing","title":"Item","text":"day day day day day day"}
END
pressmark-index build -q -o index articles.jsonl || exit

# what is asked, and the articles in order
ask()
{
	echo "$1"
	pressmark-query index --format json "$1" |
		sed -n 's/.*"id":"\([^"]*\)".*/	\1/p'
}

ask 'gas'
ask 'oil OR gas'
ask 'oil OR gas^4'
ask '(oil OR gas)^4 OR iron'
ask 'iron'
ask 'this OR gas'
ask 'this^4 OR gas'

# A weight is the word's, wherever it stands: 11 of gas here.  All articles are as long, so
# a word that an article has once scores its idf, and .3 of that of titles for one there:
# 11 ln(1 + 6.5/4.5) is 9.832, and 3.3 ln(1 + 9.5/1.5) is 6.575; of iron, 12.596 and 4.889.
for query in 'gas OR title:gas^10' 'gas^11' 'title:(gas OR iron)^11'; do
	echo "$query"
	pressmark-query index --format tsv "$query" |
		awk -F '\t' '$1 ~ /^[0-9]/ { printf "\t%s %.3f\n", $7, $2 }'
done
