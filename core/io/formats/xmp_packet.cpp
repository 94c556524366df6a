// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/xmp_packet.h"

namespace fatou::io {
namespace {

std::string tiffElement(const std::string& name, const std::string& value) {
  return "<tiff:" + name + " xmlns:tiff=\"http://ns.adobe.com/tiff/1.0/\">" + value +
         "</tiff:" + name + ">\n";
}

// Pixels an inch; nothing for 0.
std::string resolution(int dpi) {
  if (dpi == 0) return {};
  const std::string perInch = std::to_string(dpi) + "/1";
  return tiffElement("XResolution", perInch) + tiffElement("YResolution", perInch) +
         tiffElement("ResolutionUnit", "2");
}

}  // namespace

// A provenance is a line of ASCII in which <, > and & are encoded, so XML can hold it as it is.
std::string xmpPacket(const Provenance& provenance, int dpi) {
  return "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
         "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
         "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
         "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
         " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n" +
         resolution(dpi) + "<xmp:CreatorTool>" + provenance.software +
         "</xmp:CreatorTool>\n"
         "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
         encodeProvenance(provenance) +
         "</rdf:li></rdf:Alt></dc:description>\n"
         "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";
}

std::optional<Provenance> provenanceInXmp(std::string_view packet) {
  const std::size_t description = packet.find("<dc:description");
  if (description == std::string_view::npos) return std::nullopt;
  const std::size_t item = packet.find("<rdf:li", description);
  if (item == std::string_view::npos) return std::nullopt;
  const std::size_t begin = packet.find('>', item);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t end = packet.find('<', begin);
  if (end == std::string_view::npos) return std::nullopt;
  return decodeProvenance(packet.substr(begin + 1, end - begin - 1));
}

}  // namespace fatou::io
