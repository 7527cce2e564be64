# What all charts share; loaded once for the SVG and once for the PNG ("target").
#
# No name and no title ever stands in a script: gnuplot runs what is between backticks in a string.
# Words come from the data file, already placed on the canvas (words.gp).

png = target eq "png"
squeeze = png ? png_squeeze : 1.0 # a PNG carries its title above the plot; in a page the caption does

if (png) {
    set terminal pngcairo size 1920,png_height noenhanced butt \
        background "#ffffff" font "DejaVu Sans,15" fontscale 1.55 linewidth 2 pointscale 2
} else {
    set terminal svg size 960,height dynamic noenhanced butt font "sans-serif,15"
}
set output chart.'.'.target
data = chart.'.dat'
set encoding utf8

set key off
set border 3 lw 1 lc rgb "#7f7f7f"
set tics nomirror out scale 0.6 textcolor rgb "black"
set grid lt 1 lc rgb "#d9d9d9" lw 0.6
unset title
set style fill solid
set clip two
set multiplot
