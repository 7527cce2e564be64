#pragma once
/*
 * Where the traffic goes. A URL is read strictly, its host resolved once, and refused unless every
 * address it stands for is loopback or lies in a block that the person at the command line allowed.
 * Connections go to the very address that was checked, so no later answer of a name server and no
 * scenario file can lead them elsewhere.
 *
 *     target_read(&target, "http://127.0.0.1:8080/hello", &allowed, error)
 *     target_probe(&target, wait_ns, error)     one connection, opened and closed again
 */
#include <stdint.h>

#include "core/error.h"
#include "core/net.h"

#define TARGET_BLOCKS_MAX    16
#define TARGET_ADDRESSES_MAX 32

/* One --allow-target=CIDR: "10.77.0.0/24", "fd00::/8". */
struct target_block {
    int family;          /* AF_INET or AF_INET6 */
    uint8_t address[16]; /* network order; the first 4 for AF_INET */
    unsigned prefix_bits;
};

struct target_blocks {
    struct target_block blocks[TARGET_BLOCKS_MAX];
    unsigned count;
};

struct target {
    char url[256];       /* as given */
    char authority[256]; /* for the Host field: "127.0.0.1:8080", "[::1]:8080" */
    const char *path;    /* within url: from the first "/" after the authority; "" = none */
    struct net_address addresses[TARGET_ADDRESSES_MAX]; /* all checked */
    unsigned address_count;
    struct net_address address; /* where all load goes: the first, or the first that answered */
};

/* Adds a block; says what a right one looks like. */
MUST_CHECK bool target_allow(struct target_blocks *allowed, const char *cidr, struct error *error);

bool target_is_allowed(const struct target_blocks *allowed, const struct net_address *address);

/* Reads, resolves, checks. No packet is sent but what name resolution needs. `target` must stay
 * where it is: its path points into it. */
MUST_CHECK bool target_read(struct target *target, const char *url,
                            const struct target_blocks *allowed, struct error *error);

/* Tries the addresses in order and settles on the first where a connection opens within wait_ns
 * ("localhost" may be ::1 while the server listens on 127.0.0.1). The connection is closed again.
 * Fails in one sentence when nobody listens. */
MUST_CHECK bool target_probe(struct target *target, uint64_t wait_ns, struct error *error);
