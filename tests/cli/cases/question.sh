# a question mark at the end: a wildcard, and a note if it was perhaps not meant so
# SPDX-License-Identifier: GPL-2.0-or-later
cat >in.jsonl <<'END'
{"id":"1","title":"chips","text":"Who won the election? They counted elections."}
{"id":"2","title":"chip","text":"the election"}
END
pressmark-index build -q -o index in.jsonl || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

say pressmark-query --count index 'who won the election?'
say pressmark-query --count index '(the election?) '
say pressmark-query --count index 'chip?'
say pressmark-query --count index 'chip? election'
say pressmark-query --count index 'won?'
say pressmark-query --count index 'title:(won? OR chips) counted'
say pressmark-query --count index 'won??'
say pressmark-query --count index '"who won the election?"'
say pressmark-query --count index 'words:1.. chip?'
say pressmark-query --format json index 'who won the election?'
printf 'election\nthe election?\n' | say pressmark-query index --batch - --count

# a small not that was perhaps meant as a word
say pressmark-query --count index 'not only'
say pressmark-query --count index 'chips not only'
say pressmark-query --count index 'not chips'
say pressmark-query --count index 'election not chips'
say pressmark-query --count index 'election NOT the'
say pressmark-query --count index 'election -the'
say pressmark-query --count index 'election not "the who"'

# operators of other languages in small letters: words, and a note if they were perhaps
# meant
cat >other.jsonl <<'END'
{"id":"1","text":"fog near the river: ice","section":"weather"}
{"id":"2","text":"the same fog contains ice xor ice near fog"}
END
pressmark-index build -q -o other other.jsonl || exit
say pressmark-query --count other 'fog near ice'
say pressmark-query --count other 'ice OR (fog Same "ice")'
say pressmark-query --count other --any 'river xor ice'
say pressmark-query --count other 'words:1.. NOT (fog same the)'
say pressmark-query --count other 'section contains weather'
say pressmark-query --count other 'fog contains ice'
say pressmark-query --count other 'fog near snow'
say pressmark-query --count other 'the same ice'
say pressmark-query --count other 'fog near, ice'
say pressmark-query --count other 'fog "near" ice'
say pressmark-query --format json other 'near river near ice'
say pressmark-query --count other 'body:fog ice'
say pressmark-query --count other 'text:(fog OR ice)'
printf 'fog\nfog near ice\n' | say pressmark-query other --batch - --count

# a filter that was said in words: they are words, and a note if it was perhaps meant
cat >said.jsonl <<'END'
{"id":"1","title":"Fog","date":"1987-03-01","author":"Anna Weber","port":["New Haven"],"text":"What is a date palm? The date is march 1987. Fog since march 1987, from 1987 to 1988."}
{"id":"2","title":"Ice","date":"1988-06","author":"Smith","port":["Bergen"],"text":"The author is smith, the title is fog, and the port is bergen. Ice date 1987."}
END
pressmark-index build -q -o said said.jsonl || exit
for query in 'date is march 1987' 'Date was in Mar. 1987' 'dated March 1st, 1987' 'date 1987' \
	'fog date in march 1987' 'fog OR (date is 1st of march 1987)' 'pd since march 1987' \
	'date until march 1987' 'from 1987 to 1988' 'fog from march 1987 till june 1988' \
	'ice between 1988 and 1988-06' 'fog since march 1987' 'ice after march 1987' \
	'ice before march 1989' 'published in 1987' '"fog" published before april 1987' \
	'author is smith' 'byline is anna weber' 'title is fog' 'fog OR title is "fog"' \
	'port is bergen' 'port is new haven' 'id is 2' \
	'since march of 1987 to june of 1988' 'author is smith AND date is march 1987'
do
	say pressmark-query --count said "$query"
done
say pressmark-query --any --count said date is march 1987
say pressmark-query --format json said 'port is bergen'
# no filter, or none that finds something
for query in 'what is a date palm' 'the date is march 1987' 'what happened in march 1987' \
	'fog since 1987' 'ice after 1987' 'palm date 1987' 'fog published in 1987' \
	'date is not 1987' 'date is ripe' 'date is march 1999' 'from 1987' 'from fog to ice' \
	'between 1987' 'between fog and ice' '"date is march 1987"' 'date is march 1987^2' \
	'the author is smith' 'ice author is smith' 'author is the best' 'by is smith' \
	'author is smith ice' 'harbour is bergen' 'title is cloud' 'text is fog' 'words is 7'
do
	say pressmark-query --count said "$query"
done

# an option after the index that is none there
say pressmark-query --count index chips -n1
say pressmark-query --format json index -count
say pressmark-query --count index chips -nato -n1x
say pressmark-query --count index -- chips -n1
say pressmark-query index chips -n 1

say pressmark-query --count index 'chips w5 election'
say pressmark-query --count index 'w5'
say pressmark-query --kwic 5 index chips
say pressmark-query --kwik index chips
