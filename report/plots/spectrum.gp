# C1: latency by percentile. x is 1/(1 - p), so that each step to the right is ten times rarer.

set lmargin at screen left[1]
set rmargin at screen right[1]
set bmargin at screen bottom[1] * squeeze
set tmargin at screen top[1] * squeeze

plot NaN notitle, \
    data index guides using 1:2 with lines lc rgb "#7f7f7f" lw 1.4 dt (14,10) notitle, \
    data index few using 1:2 with lines lc rgb "#7f7f7f" lw 1 dt (3,6) notitle, \
    for [i = 1:curves] data index 2 * i - 2 using 1:2 with lines lt looks[i] \
        title columnhead(1), \
    for [i = 1:curves] data index 2 * i - 1 using 1:2 with points lt looks[i] notitle
