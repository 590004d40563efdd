# mistakes in a query: the place, what is wrong, and status 2
# SPDX-License-Identifier: GPL-2.0-or-later
cp -r "$ARTICLES" articles
pressmark-index build -q -o index articles || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

say pressmark-query index ''
say pressmark-query index '   '
say pressmark-query index '"memory chips'
say pressmark-query index '(CXMT OR DDR5'
say pressmark-query index 'CXMT) DDR5'
say pressmark-query index 'CXMT AND'
say pressmark-query index 'OR CXMT'
say pressmark-query index 'CXMT AND OR DDR5'
say pressmark-query index 'CXMT NOT'
say pressmark-query index '()'
say pressmark-query index '""'
say pressmark-query index 'titel: chips'
say pressmark-query index 'titel:chips'
say pressmark-query index 'headline:chips'
say pressmark-query index 'nosuch:chips'
say pressmark-query index 'title:'
say pressmark-query index 'date:2024-13'
say pressmark-query index 'date:2024-02-30'
say pressmark-query index 'date:tomorrow'
say pressmark-query index 'date:2024-06..2024-01'
say pressmark-query index 'CXMT w/0 DDR5'
say pressmark-query index 'CXMT w/5 (DDR5 AND price)'
say pressmark-query index 'atleast5 (CXMT)'
say pressmark-query index 'CXMT ^2'
say pressmark-query index 'CXMT~3'
say pressmark-query index '/CXMT'
say pressmark-query index '*'
say pressmark-query index '='
say pressmark-query index '?!'
say pressmark-query index $'CXMT \xff AND'
say pressmark-query index $'été (CXMT'
say pressmark-query index 'export controls:5'
say pressmark-query index 'export controls:500x'

# an expression that costs too much
printf '{"text":"%s"}\n' aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa >long.jsonl
pressmark-index build -q -o long long.jsonl || exit
say pressmark-query long 'words:1.. /(a+a+)+[bc]/'
printf '/(a+a+)+[bc]/\n' | say pressmark-query long --batch - --count
