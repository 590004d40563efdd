# what is shown in a terminal fits its width, and elsewhere it is as wide as it is
# SPDX-License-Identifier: GPL-2.0-or-later
script -qec true /dev/null </dev/null >/dev/null 2>&1 || {
	echo "script (util-linux) is not installed"
	exit 77
}

mkdir news
cat >news/a.jsonl <<'END'
{"id":"an-identifier-that-is-itself-wider-than-the-line","title":"A title of an article, wider than forty columns","text":"oil"}
{"id":"b","text":"Oil prices rose again on Tuesday, and no end is in sight, said the minister."}
END
pressmark-index build -q --map id=identifier,title=headline.main,text=story.body,date=published_at -o index news || exit
echo '{"id":"c","text":"oil"}' >news/b.jsonl
pressmark-index update -q -o index news || exit

# in COLUMNS what the command shows, without what is not the same each time
narrow()
{
	columns=$1
	shift
	echo "\$ $*   in $columns columns"
	script -qec "stty cols $columns; $BIN/$*" /dev/null </dev/null 2>&1 | tr -d '\r' |
		sed 's/20[0-9-]* [0-9:]\{8\}/YYYY-MM-DD HH:MM:SS/'
}
narrow 40 pressmark-index history index
narrow 79 pressmark-index history index
pressmark-index history index | sed 's/20[0-9-]* [0-9:]\{8\}/YYYY-MM-DD HH:MM:SS/'
narrow 40 pressmark-index stats index | grep -A 4 '^map'
narrow 60 pressmark-index stats index | grep -A 3 '^map'
pressmark-index stats index | grep '^map'
narrow 40 pressmark-index remove --query oil index
narrow 80 pressmark-index remove --query oil index
pressmark-index remove --query oil index 2>&1
echo "[$?]"
