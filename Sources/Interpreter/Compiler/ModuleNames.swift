/// The names of a module and the slots that hold their values.
///
/// A slot is made when a name is first read or assigned; reading one that nothing was assigned to
/// gives the builtin of that name, if there is one. Slots are never taken back. An imported script is a
/// module of its own: its names have slots of their own in the same table.
final class ModuleNames {
  private final class Table {
    var names: [String] = []
    var isImported: [Bool] = []
    var slots: [String: Int] = [:]
    var onNewName: (String, ModuleNames) -> Void = { _, _ in }
  }

  private let table: Table
  /// What tells this module's names from those of others; empty for the program's own.
  private let prefix: String

  convenience init() { self.init(Table(), prefix: "") }

  private init(_ table: Table, prefix: String) {
    self.table = table
    self.prefix = prefix
  }

  /// The name of each slot, of all modules, as programs write it.
  var names: [String] { table.names }

  /// Called with each new name, so that the machine makes room for its value.
  var onNewName: (String, ModuleNames) -> Void {
    get { table.onNewName }
    set { table.onNewName = newValue }
  }

  /// The module of an imported script.
  func module(of path: String) -> ModuleNames { ModuleNames(table, prefix: path + "\0") }

  /// The module of the library's own texts: no name of a program can change what they mean.
  var prelude: ModuleNames { module(of: ModuleNames.preludePath) }
  var isPrelude: Bool { prefix == ModuleNames.preludePath + "\0" }
  private static let preludePath = "prelude"

  func slot(of name: String) -> Int {
    mentioned.insert(name)
    if let slot = table.slots[prefix + name] { return slot }
    let slot = table.names.count
    table.slots[prefix + name] = slot
    table.names.append(name)
    table.isImported.append(!prefix.isEmpty)
    table.onNewName(name, self)
    return slot
  }

  func existingSlot(of name: String) -> Int? { table.slots[prefix + name] }

  /// Whether the slot belongs to an imported script.
  func isImported(_ slot: Int) -> Bool { table.isImported[slot] }

  /// Names whose slots were asked for since somebody emptied this: those that code reads or assigns.
  var mentioned: Set<String> = []

  /// Names that the program gives values of its own.
  private var assigned: Set<String> = []

  func noteAssignment(to name: String) { assigned.insert(name) }
  func isAssigned(_ name: String) -> Bool { assigned.contains(name) }
}
