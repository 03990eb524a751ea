import Interpreter

// Nothing here but the start: what is in this file runs on the main actor.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

exit(BigStack.run { Command.run(Array(CommandLine.arguments.dropFirst())) })
