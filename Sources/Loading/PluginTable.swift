package import CReframe
package import ReframeSDK

/// The table of one kind of plugin.
package protocol PluginTable {
  /// The kind it belongs to.
  static var kind: PluginKind { get }
  /// Whether every function is there that the contract does not allow to be absent.
  var isComplete: Bool { get }
  /// Tells the plugin that the instance is not used any more.
  func end()
}

extension rf_provider: PluginTable {
  package static var kind: PluginKind { .provider }
  package var isComplete: Bool { models != nil && plan != nil && submit != nil && destroy != nil }
  package func end() { destroy?(instance) }
}

extension rf_detector: PluginTable {
  package static var kind: PluginKind { .detector }
  package var isComplete: Bool { detect != nil && destroy != nil }
  package func end() { destroy?(instance) }
}

extension rf_fill: PluginTable {
  package static var kind: PluginKind { .fill }
  package var isComplete: Bool { fill != nil && destroy != nil }
  package func end() { destroy?(instance) }
}

extension rf_pricing: PluginTable {
  package static var kind: PluginKind { .pricing }
  package var isComplete: Bool { quote != nil && destroy != nil }
  package func end() { destroy?(instance) }
}
