# C5: event-loop lag over time, a row for each loop (servers without one have only words). Four blocks for each: warm-up, steps, what lies
# above 20 ms, and the longest busy interval of each bin.

do for [p = 1:panels] {
    if (!loops[p]) { continue }
    set lmargin at screen left[p]
    set rmargin at screen right[p]
    set bmargin at screen bottom[p] * squeeze
    set tmargin at screen top[p] * squeeze
    plot NaN notitle, \
        data index 4 * p - 4 using (($1 + $2) / 2):(sqrt($3 * $4)):1:2:3:4 \
            with boxxyerror fc rgb "#ededed" fs solid noborder notitle, \
        data index 4 * p - 2 using (($1 + $2) / 2):(sqrt($3 * $4)):1:2:3:4 \
            with boxxyerror fc rgb "#fbe3d6" fs solid noborder notitle, \
        data index 4 * p - 3 using 1:2 with lines lc rgb "#a0a0a0" lw 0.8 dt 1 notitle, \
        data index 4 * p - 2 using 1:3:($2 - $1):(0) with vectors nohead \
            lc rgb "#7f7f7f" lw 1.4 dt (14,10) notitle, \
        data index 4 * p - 1 using 1:2 with impulses lw bin_width dt 1 lc rgb colours[p] \
            title columnhead(1)
}
