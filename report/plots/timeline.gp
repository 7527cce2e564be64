# C4: latency over time, a panel for each server. Three blocks for each: warm-up, steps, curves.

do for [p = 1:panels] {
    set lmargin at screen left[p]
    set rmargin at screen right[p]
    set bmargin at screen bottom[p] * squeeze
    set tmargin at screen top[p] * squeeze
    plot NaN notitle, \
        data index 3 * p - 3 using (($1 + $2) / 2):(sqrt($3 * $4)):1:2:3:4 \
            with boxxyerror fc rgb "#ededed" fs solid noborder notitle, \
        data index 3 * p - 2 using 1:2 with lines lc rgb "#a0a0a0" lw 0.8 dt 1 notitle, \
        data index 3 * p - 1 using 1:4 with points pt 7 ps 0.35 lc rgb colours[p] \
            title columnhead(1), \
        data index 3 * p - 1 using 1:3 with lines lw 1.4 dt 1 lc rgb colours[p] \
            title columnhead(1), \
        data index 3 * p - 1 using 1:2 with lines lw 3.5 dt 1 lc rgb colours[p] \
            title columnhead(1)
}
