package import CReframe
package import ReframeSDK

/// The table of one kind of plugin.
package protocol PluginTable {
  /// The kind it belongs to.
  static var kind: PluginKind { get }
  /// Tells the plugin that the instance is not used any more.
  func end()
}

extension rf_provider: PluginTable {
  package static var kind: PluginKind { .provider }
  package func end() { destroy?(instance) }
}

extension rf_detector: PluginTable {
  package static var kind: PluginKind { .detector }
  package func end() { destroy?(instance) }
}

extension rf_fill: PluginTable {
  package static var kind: PluginKind { .fill }
  package func end() { destroy?(instance) }
}

extension rf_pricing: PluginTable {
  package static var kind: PluginKind { .pricing }
  package func end() { destroy?(instance) }
}
