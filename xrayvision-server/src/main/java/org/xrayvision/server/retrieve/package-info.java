/**
 * Query and retrieve: each PACS that is configured is asked from time to time for studies that are
 * new or have grown, and sends them.
 */
@NullMarked
package org.xrayvision.server.retrieve;

import org.jspecify.annotations.NullMarked;
