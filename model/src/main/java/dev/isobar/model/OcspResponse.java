package dev.isobar.model;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an authority says of a certificate: that it is not revoked, for a while. The signature and the certificate that it
 * is about are verified.
 *
 * @param encoded in DER, as the authority sent it
 * @param from when it was true
 * @param until when there is a newer one; from then on it must not be shown to clients
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6960#section-4.2">RFC 6960 §4.2</a>
 */
public record OcspResponse(ByteBuffer encoded, Instant from, Instant until) {
    private static final int SEQUENCE = 0x30;
    private static final int TIME = 0x18;
    private static final int CONTEXT = 0xa0;
    private static final int ENUMERATED = 0x0a;
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public OcspResponse {
        encoded = encoded.asReadOnlyBuffer();
    }

    /** A copy of the encoded form. */
    public byte[] octets() {
        var octets = new byte[encoded.remaining()];
        encoded.duplicate().get(octets);
        return octets;
    }

    public boolean isFresh(Instant now) {
        return now.isBefore(until);
    }

    /**
     * @param chain the certificate that it is about, and behind it its issuer
     * @throws InvalidValue where it is no good answer of this issuer about this certificate; how old it is does not
     *     matter
     */
    public static OcspResponse read(byte[] octets, List<X509Certificate> chain) {
        InvalidValue.require(
                chain.size() > 1,
                "the issuer of the certificate is not behind it in its file, so that nothing that it says can be"
                        + " verified",
                "append the certificate of the issuer to the file of the certificate");
        Single found;
        try {
            found = single(ByteBuffer.wrap(octets), chain.getFirst().getSerialNumber());
        } catch (RuntimeException e) {
            if (e instanceof InvalidValue) {
                throw e;
            }
            throw new InvalidValue("it is no OCSP response in DER", "write it with: openssl ocsp ... -respout FILE");
        }
        verify(octets, chain, found.from());
        return new OcspResponse(ByteBuffer.wrap(octets.clone()), found.from(), found.until());
    }

    /** The times of what is said of one certificate. */
    private record Single(Instant from, Instant until) {}

    private static Single single(ByteBuffer der, BigInteger serial) {
        var response = inside(der, SEQUENCE);
        int status = inside(response, ENUMERATED).get();
        InvalidValue.require(
                status == 0,
                "it is the failure " + status + " of an authority, not an answer",
                "ask the authority again");
        var bytes = inside(inside(response, CONTEXT), SEQUENCE);
        inside(bytes, 0x06);
        var data = inside(inside(inside(bytes, 0x04), SEQUENCE), SEQUENCE);
        if (tag(data) == CONTEXT) {
            inside(data, CONTEXT);
        }
        inside(data, tag(data));
        inside(data, TIME);
        var answers = inside(data, SEQUENCE);
        while (answers.hasRemaining()) {
            var answer = inside(answers, SEQUENCE);
            var about = inside(answer, SEQUENCE);
            inside(about, SEQUENCE);
            inside(about, 0x04);
            inside(about, 0x04);
            var number = inside(about, 0x02);
            var octets = new byte[number.remaining()];
            number.get(octets);
            inside(answer, tag(answer));
            var from = time(inside(answer, TIME));
            boolean ends = answer.hasRemaining() && tag(answer) == CONTEXT;
            var until = ends ? time(inside(inside(answer, CONTEXT), TIME)) : Instant.MAX;
            if (new BigInteger(octets).equals(serial)) {
                InvalidValue.require(
                        ends,
                        "it does not say until when it is true",
                        "have the authority say it (nextUpdate), as in: openssl ocsp ... -ndays 7");
                return new Single(from, until);
            }
        }
        throw new InvalidValue(
                "it is about another certificate", "ask the authority about the certificate that is served");
    }

    private static int tag(ByteBuffer der) {
        return der.get(der.position()) & 0xff;
    }

    /** The content of the next element, which is passed over. */
    private static ByteBuffer inside(ByteBuffer der, int tag) {
        if ((der.get() & 0xff) != tag) {
            throw new IllegalArgumentException("another element than " + tag);
        }
        int length = der.get() & 0xff;
        if (length >= 0x80) {
            int octets = length & 0x7f;
            if (octets > 3) {
                throw new IllegalArgumentException("too long");
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | (der.get() & 0xff);
            }
        }
        var content = der.slice(der.position(), length);
        der.position(der.position() + length);
        return content;
    }

    private static Instant time(ByteBuffer der) {
        try {
            return Instant.from(FORMAT.parse(StandardCharsets.US_ASCII.decode(der)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time that is not written as it should be", e);
        }
    }

    /** Java's own verification of paths, told to believe this response, at a time when it was true. */
    private static void verify(byte[] octets, List<X509Certificate> chain, Instant at) {
        try {
            var validator = CertPathValidator.getInstance("PKIX");
            var checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(
                    EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY, PKIXRevocationChecker.Option.NO_FALLBACK));
            checker.setOcspResponses(Map.of(chain.getFirst(), octets));
            var parameters = new PKIXParameters(new HashSet<>(Set.of(new TrustAnchor(chain.get(1), null))));
            parameters.addCertPathChecker(checker);
            parameters.setDate(Date.from(at));
            var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(chain.getFirst()));
            validator.validate(path, parameters);
        } catch (CertPathValidatorException e) {
            boolean revoked = e.getReason() == CertPathValidatorException.BasicReason.REVOKED;
            throw new InvalidValue(
                    revoked
                            ? "it says that the certificate is revoked"
                            : "it is no good answer of the issuer of the certificate: " + e.getMessage(),
                    revoked ? "get a new certificate" : "ask the authority that issued the certificate");
        } catch (GeneralSecurityException e) {
            throw new InvalidValue(
                    "it cannot be verified: " + e.getMessage(), "ask the authority that issued the certificate");
        }
    }
}
