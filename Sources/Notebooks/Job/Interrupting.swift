import Interpreter

/// Asks the running cell to stop. May be called from a signal handler.
public func requestInterrupt() { Interrupt.request() }
