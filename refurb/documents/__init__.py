"""What every PDF shares: fonts, text that fits, pages, QR codes and signatures as vectors.

Knows no model: takes plain values, gives bytes, and equal input gives equal bytes.
"""
