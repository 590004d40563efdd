# names and text cannot reach the terminal with control characters
# SPDX-License-Identifier: GPL-2.0-or-later

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

name=$'a\x1b[31m\nb.txt'
printf 'A title with \033[31m red\n\nchips \033]0;title\007 and \033[2J more \302\233 text\n' >"$name"
say pressmark-index build -q --partial -o index "$name" $'no\x1b[31mwhere'
say pressmark-query index chips | cat -v
say pressmark-query index $'title:\x1b[31mred (' | cat -v
say pressmark-query $'no\x1b[31mwhere' chips | cat -v
say pressmark-query --format tsv index chips | cut -f 6- | cat -v
