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
