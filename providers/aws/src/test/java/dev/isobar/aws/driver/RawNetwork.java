package dev.isobar.aws.driver;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes a network where load balancers can be, by plain calls: the vendor's client of that service is larger than all
 * others together. For emulators, which do not verify signatures.
 */
final class RawNetwork {
    private static final String REGION = "eu-west-1";

    private final HttpClient http;
    private final URI endpoint;

    private RawNetwork(HttpClient http, URI endpoint) {
        this.http = http;
        this.endpoint = endpoint;
    }

    /** A new VPC with two subnets in two zones, and a security group. */
    static Site.Network make(URI endpoint) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return new RawNetwork(http, endpoint).make();
        }
    }

    private Site.Network make() throws IOException, InterruptedException {
        var vpc = call("CreateVpc", Map.of("CidrBlock", "10.0.0.0/16"), "vpcId");
        var subnets = List.of(subnet(vpc, "a", 1), subnet(vpc, "b", 2));
        var group = call(
                "CreateSecurityGroup",
                Map.of("GroupName", "isobar", "GroupDescription", "for tests", "VpcId", vpc),
                "groupId");
        return new Site.Network(REGION, vpc, subnets, List.of(group));
    }

    private String subnet(String vpc, String zone, int number) throws IOException, InterruptedException {
        return call(
                "CreateSubnet",
                Map.of("VpcId", vpc, "CidrBlock", "10.0." + number + ".0/24", "AvailabilityZone", REGION + zone),
                "subnetId");
    }

    private String call(String action, Map<String, String> parameters, String wanted)
            throws IOException, InterruptedException {
        var all = new TreeMap<>(parameters);
        all.putAll(Map.of("Action", action, "Version", "2016-11-15"));
        var body = all.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var answer = http.send(
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20260101/" + REGION
                                        + "/ec2/aws4_request, SignedHeaders=host, Signature=0")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        var matcher = Pattern.compile("<" + wanted + ">([^<]+)</").matcher(answer.body());
        if (!matcher.find()) {
            throw new IOException(action + " failed: " + answer.body());
        }
        return matcher.group(1);
    }
}
