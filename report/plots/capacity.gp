# C2: latency against achieved throughput. Column 4 says how a point is drawn: 0 filled, 1 hollow
# (fell behind), 2 crossed out (invalid), 3 ringed (sustained).

set lmargin at screen left[1]
set rmargin at screen right[1]
set bmargin at screen bottom[1] * squeeze
set tmargin at screen top[1] * squeeze

plot NaN notitle, \
    data index guides using 1:2 with lines lc rgb "#7f7f7f" lw 1.4 dt (14,10) notitle, \
    for [i = 1:curves] data index i - 1 using 1:3 with lines lt looks[i] lw 1 notitle, \
    for [i = 1:curves] data index i - 1 using 1:2 with lines lt looks[i] \
        title columnhead(1), \
    for [i = 1:curves] data index i - 1 using 1:($4 == 0 || $4 == 3 ? $2 : NaN) \
        with points lt looks[i] ps 1.1 notitle, \
    for [i = 1:curves] data index i - 1 using 1:($4 == 1 || $4 == 2 ? $2 : NaN) \
        with points lt looks[i] pt hollow[i] ps 1.3 lw 2 notitle, \
    for [i = 1:curves] data index i - 1 using 1:($4 == 2 ? $2 : NaN) \
        with points pt 2 ps 1.8 lw 2 lc rgb "#7f7f7f" notitle, \
    for [i = 1:curves] data index i - 1 using 1:($4 == 3 ? $2 : NaN) \
        with points lt looks[i] pt 6 ps 2.4 lw 1.5 notitle
