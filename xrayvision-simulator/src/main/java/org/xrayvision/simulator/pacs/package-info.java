/** A PACS on loopback that sends pictures as X-rays of fictional people. */
@NullMarked
package org.xrayvision.simulator.pacs;

import org.jspecify.annotations.NullMarked;
