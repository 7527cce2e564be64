#pragma once
/*
 * How each server looks in every chart: colour and dash and marker, never colour alone. The four
 * models of the lessons have fixed ones, others take from a scale in the order in which they first
 * appear in the run. A second server of the same model in a scenario gets a variant: another shade,
 * dash and marker.
 *
 * Colours: Okabe and Ito's vermillion, blue, bluish green and reddish purple; all colours here have
 * a contrast of at least 3:1 to #ffffff and to #15181d, so one set serves light and dark pages.
 * In grey they are hard to tell apart (hence dash and marker). Text in these colours is too weak to
 * read: write names in the page's own colour beside a sample of line and marker.
 */
#include "report/summary.h"

struct identity {
    unsigned linetype;  /* gnuplot's number for it; unique within a scenario */
    unsigned colour;    /* 0xRRGGBB */
    const char *dashes; /* "24,10": lengths of dash and gap, as SVG and gnuplot want; "" is solid */
    unsigned point;     /* gnuplot's filled point type; one less is its hollow form */
    double point_size;
};

struct identity identity_of(const struct summary *summary, unsigned scenario, unsigned server);
