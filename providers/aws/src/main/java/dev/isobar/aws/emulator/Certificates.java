package dev.isobar.aws.emulator;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Operations on certificates. */
final class Certificates {
    /** As {@link dev.isobar.aws.emulator.Operation}, in JSON. */
    interface Operation {
        /** @param answer an object to fill */
        ObjectNode answer(Store store, JsonNode parameters, ObjectNode answer);
    }

    static final Map<String, Operation> OPERATIONS = Map.of(
            "ImportCertificate", Certificates::importCertificate,
            "DescribeCertificate", Certificates::describe,
            "ListCertificates", Certificates::list,
            "DeleteCertificate", Certificates::delete,
            "AddTagsToCertificate", Certificates::addTags,
            "RemoveTagsFromCertificate", Certificates::removeTags,
            "ListTagsForCertificate", Certificates::listTags);
    private static final int MOST_TAGS = 50;

    /** What {@code ListCertificates} shows where nobody asks for more. */
    private static final Set<String> USUALLY_LISTED = Set.of("RSA_1024", "RSA_2048");

    private Certificates() {}

    /** @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html">ImportCertificate</a> */
    private static ObjectNode importCertificate(Store store, JsonNode parameters, ObjectNode answer) {
        only(parameters, "Certificate", "PrivateKey", "CertificateChain", "CertificateArn", "Tags");
        var certificate = parsed(blob(parameters, "Certificate"));
        if (!new String(blob(parameters, "PrivateKey"), StandardCharsets.UTF_8).contains("PRIVATE KEY-----")) {
            throw invalid("The private key is not PEM-encoded");
        }
        if (parameters.has("CertificateChain")) {
            parsed(blob(parameters, "CertificateChain"));
        }
        var now = Instant.now();
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw invalid("The certificate is not in its validity period");
        }
        String arn;
        if (parameters.has("CertificateArn")) {
            arn = there(store, parameters).arn();
            if (parameters.has("Tags")) {
                throw invalid("Tags cannot be specified where a certificate is imported again");
            }
        } else {
            var id = store.newId() + store.newId();
            arn = store.settings()
                    .account()
                    .arn(
                            "acm",
                            "certificate/%s-%s-%s-%s-%s"
                                    .formatted(
                                            id.substring(0, 8),
                                            id.substring(8, 12),
                                            id.substring(12, 16),
                                            id.substring(16, 20),
                                            id.substring(20)));
            tag(store, arn, parameters);
        }
        store.certificates().put(arn, new Store.StoredCertificate(arn, certificate, now));
        return answer.put("CertificateArn", arn);
    }

    private static byte[] blob(JsonNode parameters, String name) {
        try {
            var text = parameters.path(name).asString("");
            if (text.isEmpty()) {
                throw invalid(name + " must be specified");
            }
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid(name + " is not encoded in base 64");
        }
    }

    private static X509Certificate parsed(byte[] pem) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        } catch (CertificateException e) {
            throw invalid("The certificate is not a PEM-encoded X.509 certificate");
        }
    }

    private static ApiError invalid(String message) {
        return ApiError.of("ValidationException", message);
    }

    private static void only(JsonNode parameters, String... names) {
        var known = Set.of(names);
        parameters.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw invalid("Unknown parameter '%s'".formatted(name));
                });
    }

    private static Store.StoredCertificate there(Store store, JsonNode parameters) {
        var arn = parameters.path("CertificateArn").asString("");
        if (!arn.matches("arn:aws:acm:[a-z0-9-]+:[0-9]{12}:certificate/.+")) {
            throw ApiError.of("InvalidArnException", "'%s' is not the ARN of a certificate".formatted(arn));
        }
        var certificate = store.certificates().get(arn);
        if (certificate == null) {
            throw ApiError.of("ResourceNotFoundException", "Could not find certificate %s".formatted(arn));
        }
        return certificate;
    }

    private static ObjectNode describe(Store store, JsonNode parameters, ObjectNode answer) {
        only(parameters, "CertificateArn");
        var stored = there(store, parameters);
        var certificate = stored.certificate();
        var detail = answer.putObject("Certificate");
        summary(store, stored, detail);
        texts(detail, "SubjectAlternativeNames", names(certificate));
        texts(detail, "InUseBy", store.balancersWith(stored.arn()));
        detail.put("Serial", certificate.getSerialNumber().toString(16));
        detail.put("Subject", certificate.getSubjectX500Principal().getName());
        detail.put("Issuer", certificate.getIssuerX500Principal().getName());
        detail.put("SignatureAlgorithm", certificate.getSigAlgName());
        return answer;
    }

    private static void summary(Store store, Store.StoredCertificate stored, ObjectNode summary) {
        var certificate = stored.certificate();
        summary.put("CertificateArn", stored.arn());
        names(certificate).stream().findFirst().ifPresent(name -> summary.put("DomainName", name));
        summary.put("Status", "ISSUED");
        summary.put("Type", "IMPORTED");
        summary.put("KeyAlgorithm", keyAlgorithm(certificate));
        summary.put("NotBefore", certificate.getNotBefore().toInstant().getEpochSecond());
        summary.put("NotAfter", certificate.getNotAfter().toInstant().getEpochSecond());
        summary.put("CreatedAt", stored.importedAt().getEpochSecond());
        summary.put("ImportedAt", stored.importedAt().getEpochSecond());
        summary.put("InUse", !store.balancersWith(stored.arn()).isEmpty());
        summary.put("RenewalEligibility", "INELIGIBLE");
    }

    private static void texts(ObjectNode object, String name, Collection<String> texts) {
        var array = object.putArray(name);
        texts.forEach(array::add);
    }

    /** The DNS names that it is for. */
    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (var alternative : alternatives) {
                    if (alternative.get(0).equals(2)) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            throw invalid("The names of the certificate cannot be read");
        }
        return names;
    }

    private static String keyAlgorithm(X509Certificate certificate) {
        return switch (certificate.getPublicKey()) {
            case RSAPublicKey rsa -> "RSA_" + rsa.getModulus().bitLength();
            case ECPublicKey curve ->
                switch (curve.getParams().getCurve().getField().getFieldSize()) {
                    case 256 -> "EC_prime256v1";
                    case 384 -> "EC_secp384r1";
                    default -> "EC_secp521r1";
                };
            default -> throw invalid("The algorithm of the key is not supported");
        };
    }

    /** @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html">Filters</a> */
    private static ObjectNode list(Store store, JsonNode parameters, ObjectNode answer) {
        only(parameters, "CertificateStatuses", "Includes", "NextToken", "MaxItems", "SortBy", "SortOrder");
        var types = new TreeSet<String>();
        parameters.path("Includes").path("keyTypes").forEach(type -> types.add(type.asString("")));
        var statuses = new TreeSet<String>();
        parameters.path("CertificateStatuses").forEach(status -> statuses.add(status.asString("")));
        var chosen = store.certificates().values().stream()
                .filter(stored ->
                        (types.isEmpty() ? USUALLY_LISTED : types).contains(keyAlgorithm(stored.certificate())))
                .filter(stored -> statuses.isEmpty() || statuses.contains("ISSUED"))
                .toList();
        int size = Math.min(
                store.settings().pace().pageSize(), parameters.path("MaxItems").asInt(1000));
        int from = Math.min(
                chosen.size(), Integer.parseInt(parameters.path("NextToken").asString("0")));
        int to = Math.min(chosen.size(), from + size);
        var summaries = answer.putArray("CertificateSummaryList");
        chosen.subList(from, to).forEach(stored -> summary(store, stored, summaries.addObject()));
        return to == chosen.size() ? answer : answer.put("NextToken", Integer.toString(to));
    }

    private static ObjectNode delete(Store store, JsonNode parameters, ObjectNode answer) {
        only(parameters, "CertificateArn");
        var arn = there(store, parameters).arn();
        if (!store.balancersWith(arn).isEmpty()) {
            throw ApiError.of("ResourceInUseException", "Certificate %s is in use".formatted(arn));
        }
        store.certificates().remove(arn);
        store.tags().remove(arn);
        return answer;
    }

    private static ObjectNode addTags(Store store, JsonNode parameters, ObjectNode answer) {
        only(parameters, "CertificateArn", "Tags");
        tag(store, there(store, parameters).arn(), parameters);
        return answer;
    }

    private static void tag(Store store, String arn, JsonNode parameters) {
        var tags = new TreeMap<String, String>();
        parameters
                .path("Tags")
                .forEach(tag ->
                        tags.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
        if (tags.keySet().stream().anyMatch(key -> key.isEmpty() || key.startsWith("aws:"))) {
            throw ApiError.of("InvalidTagException", "A tag key is empty or begins with 'aws:'");
        }
        store.tag(arn, tags);
        if (store.tags().getOrDefault(arn, new TreeMap<>()).size() > MOST_TAGS) {
            throw ApiError.of("TooManyTagsException", "A certificate can have at most %d tags".formatted(MOST_TAGS));
        }
    }

    private static ObjectNode removeTags(Store store, JsonNode parameters, ObjectNode answer) {
        only(parameters, "CertificateArn", "Tags");
        var arn = there(store, parameters).arn();
        var fewer = new TreeMap<>(store.tags().getOrDefault(arn, new TreeMap<>()));
        parameters.path("Tags").forEach(tag -> fewer.remove(tag.path("Key").asString("")));
        store.tags().put(arn, fewer);
        return answer;
    }

    private static ObjectNode listTags(Store store, JsonNode parameters, ObjectNode answer) {
        only(parameters, "CertificateArn");
        var tags = answer.putArray("Tags");
        store.tags()
                .getOrDefault(there(store, parameters).arn(), new TreeMap<>())
                .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
        return answer;
    }
}
