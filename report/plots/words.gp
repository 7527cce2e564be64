# The last layer of every chart, over the whole canvas: names beside the curves, and all other words.

set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
set border 0
unset tics
unset grid
unset logscale
unset object
unset arrow
set xrange [0:1]
set yrange [0:1]

if (labels > 0) {
    plot NaN notitle, \
        data index joins using 1:($2 * squeeze) with lines lc rgb "#a0a0a0" lw 0.8 dt 1 notitle, \
        for [i = 1:labels] data index keys + i - 1 using 1:($2 * squeeze) \
            with lines lt looks[i] notitle, \
        for [i = 1:labels] data index keys + i - 1 using 1:($3 == 1 ? $2 * squeeze : NaN) \
            with points lt looks[i] notitle
}

plot NaN notitle, \
    data index texts using 1:($2 * squeeze):3 with labels left notitle, \
    data index texts + 1 using 1:($2 * squeeze):3 with labels left tc rgb "#555555" notitle, \
    data index texts + 2 using 1:($2 * squeeze):3 with labels center tc rgb "#555555" notitle, \
    data index texts + 3 using 1:($2 * squeeze):3 with labels right tc rgb "#555555" notitle

if (png) {
    plot NaN notitle, \
        data index texts + 4 using 1:2:3 with labels left font "DejaVu Sans Bold,17" notitle, \
        data index texts + 5 using 1:2:3 with labels left tc rgb "#555555" notitle
}
unset multiplot
unset output
