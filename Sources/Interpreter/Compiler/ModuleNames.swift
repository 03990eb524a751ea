/// The module's names and the slots that hold their values.
///
/// A slot is made when a name is first read or assigned; reading one that nothing was assigned to
/// gives the builtin of that name, if there is one. Slots are never taken back.
final class ModuleNames {
  private(set) var names: [String] = []
  private var slots: [String: Int] = [:]
  /// Called with each new name, so that the machine makes room for its value.
  var onNewName: (String) -> Void = { _ in }

  func slot(of name: String) -> Int {
    if let slot = slots[name] { return slot }
    let slot = names.count
    slots[name] = slot
    names.append(name)
    onNewName(name)
    return slot
  }

  func existingSlot(of name: String) -> Int? { slots[name] }
}
