"""What codecs write in their headers, read without a decoder (arithmetic, no I/O).

One file a codec: its configuration record, its RFC 6381 codec string, how a packet
becomes an ISO-BMFF sample, and whether one is a clean place to start.
"""
