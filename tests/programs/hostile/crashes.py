"""reads address 0"""
import ctypes
import os

os.fork()
ctypes.string_at(0)
