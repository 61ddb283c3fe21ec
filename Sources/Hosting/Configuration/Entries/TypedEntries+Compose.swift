extension TypedEntries {
  func compose(
    _ variables: [(name: String, text: String)], _ file: ReframeConfiguration?,
    in settings: inout ReframeConfiguration
  ) -> [String] {
    let said = file?[keyPath: path] ?? []
    let prefix = EntrySection.prefix(section)
    let variables = variables.filter { $0.name.hasPrefix(prefix) && !$0.text.isEmpty }
    guard !said.isEmpty || !variables.isEmpty else { return [] }
    var entries = said.map { Entry(name: $0.name, origin: $0.origin) }
    var faults: [String] = []
    for variable in variables {
      let part = String(variable.name.dropFirst(prefix.count))
      do throws(SettingFault) {
        try add(part, variable.text, SettingOrigin.environment(variable.name), to: &entries)
      } catch {
        faults.append("\(variable.name): \(error.description.onOneLine)")
      }
    }
    for index in entries.indices {
      for key in Entry.keys {
        if index < said.count { key.slot.add(said[index], to: &entries[index]) }
        key.slot.addStandard(to: &entries[index])
      }
      entries[index].isFaulty = entries[index].isFaulty || index < said.count && said[index].isFaulty
      entries[index].complete()
    }
    // What a broken voice has said of an entry need not be missed as well.
    for entry in entries where !entry.isFaulty {
      guard let fault = entry.fault, let place = settings.place(of: entry.origin) else { continue }
      faults.append("\(place): \(fault)\(hint(entry, said.map(\.name)))")
    }
    settings[keyPath: path] = entries
    return faults
  }

  /// Adds the voice of a variable, `part` of whose name is behind the section's prefix.
  private func add(_ part: String, _ text: String, _ origin: SettingOrigin, to entries: inout [Entry])
    throws(SettingFault)
  {
    let readings = Entry.keys.compactMap { key -> (name: String, key: EntryKey<Entry>)? in
      guard part.hasSuffix(key.suffix), part.utf8.count > key.suffix.utf8.count else { return nil }
      return (String(part.dropLast(key.suffix.count)), key)
    }
    .sorted { $0.name.count < $1.name.count }
    for reading in readings {
      let fitting = entries.indices.filter { EntryName.variable(entries[$0].name) == reading.name }
      guard let index = fitting.first else { continue }
      guard fitting.count == 1 else {
        throw SettingFault("this may mean '\(entries[index].name)' or '\(entries[fitting[1]].name)'")
      }
      return try add(text, origin, reading.key, to: &entries[index])
    }
    let isName = part.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
    guard let reading = readings.first, isName, part == part.uppercased() else {
      throw SettingFault("this fits no setting\(hint(part, entries))")
    }
    let name = Entry.name(ofVariable: reading.name)
    if let fault = Entry.fault(ofName: name) { throw SettingFault(fault) }
    var entry = Entry(name: name, origin: origin)
    try add(text, origin, reading.key, to: &entry)
    entries.append(entry)
  }

  private func add(_ text: String, _ origin: SettingOrigin, _ key: EntryKey<Entry>, to entry: inout Entry)
    throws(SettingFault)
  {
    do throws(SettingFault) {
      let texts = key.slot.separator.map { text.split(separator: $0).map(String.init) } ?? [text]
      try key.slot.add(texts, from: origin, isJudged: true, to: &entry)
    } catch {
      entry.isFaulty = true
      throw error
    }
  }

  /// The name that somebody may have meant who brought up a new one with a variable.
  private func hint(_ entry: Entry, _ names: [String]) -> String {
    guard case .environment = entry.origin,
      let nearest = Spelling.nearest(to: entry.name, in: names + Entry.standardNames)
    else { return "" }
    return "; did you mean the \(Entry.noun) '\(nearest)'?"
  }

  /// The variable that somebody may have meant, or how they are made.
  private func hint(_ part: String, _ entries: [Entry]) -> String {
    let prefix = EntrySection.prefix(section)
    let part = EntryName.variable(part)
    let names = entries.prefix(100).map { EntryName.variable($0.name) }
    // The name is not to be guessed if it is right.
    let own = names.filter { part.hasPrefix($0 + "_") }
    let known = (own.isEmpty ? names : own).flatMap { name in Entry.keys.map { name + $0.suffix } }
    if let nearest = Spelling.nearest(to: part, in: known) { return "; did you mean '\(prefix)\(nearest)'?" }
    return " (known: \(Entry.keys.map { "\(prefix)NAME\($0.suffix)" }.joined(separator: ", ")))"
  }
}
