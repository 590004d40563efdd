# --help and --version: status 0, on standard output
# SPDX-License-Identifier: GPL-2.0-or-later
for program in pressmark-index pressmark-query; do
	$program --help >help 2>err || echo "$program --help: status $?"
	head -n 1 help
	cat err
	awk 'length > 80 { print "too wide: " $0 }' help
	$program --version >version 2>err || echo "$program --version: status $?"
	sed -n '1s/[0-9].*/N/p' version
	grep -c -i xapian version
	cat err
done
pressmark-index build --help | head -n 1
for command in stats check export; do
	pressmark-index $command --help | head -n 1
done
