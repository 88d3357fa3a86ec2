package dev.isobar.aws.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** EC2 on the wire; its SDK is too large for what is asked of it. */
class NetworkEmulatorTest {
    private final AwsEmulator emulator;

    NetworkEmulatorTest() throws IOException {
        emulator = AwsEmulator.start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void describesSubnets() throws Exception {
        assertThat(post("Action=DescribeSubnets&SubnetId.1=subnet-0b").body())
                .contains(
                        "<DescribeSubnetsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">",
                        "<subnetSet><item><availabilityZone>eu-west-1b</availabilityZone>"
                                + "<cidrBlock>10.0.16.0/20</cidrBlock><ipv6CidrBlockAssociationSet><item>"
                                + "<ipv6CidrBlock>2001:db8:0:b:0:0:0:0/64</ipv6CidrBlock>"
                                + "<ipv6CidrBlockState><state>associated</state></ipv6CidrBlockState>"
                                + "</item></ipv6CidrBlockAssociationSet><state>available</state>"
                                + "<subnetId>subnet-0b</subnetId><vpcId>vpc-0a1b2c3d</vpcId></item></subnetSet>");
    }

    @Test
    void filtersAndPages() throws Exception {
        var first = post("Action=DescribeSubnets&Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-0a1b2c3d&MaxResults=2")
                .body();

        assertThat(first)
                .contains("subnet-0a", "subnet-0b", "<nextToken>2</nextToken>")
                .doesNotContain("subnet-0c");
        assertThat(post("Action=DescribeSubnets&MaxResults=2&NextToken=2").body())
                .contains("subnet-0c")
                .doesNotContain("nextToken");
        assertThat(post("Action=DescribeSecurityGroups&Filter.1.Name=group-name&Filter.1.Value.1=web")
                        .body())
                .contains("sg-0e")
                .doesNotContain("sg-0d");
    }

    @Test
    void refusesInItsOwnWords() throws Exception {
        var missing = post("Action=DescribeVpcs&VpcId.1=vpc-99");

        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body())
                .contains("<Response ", "<Errors><Error><Code>InvalidVpcID.NotFound</Code>", "<RequestID>");
        assertThat(post("Action=DescribeVpcs&VpcIds.1=x").body()).contains("UnknownParameter");
        assertThat(post("Action=DescribeSubnets&Filter.1.Name=color&Filter.1.Value.1=x")
                        .body())
                .contains("InvalidParameterValue");
        assertThat(post("Action=RunInstances").body()).contains("InvalidAction");
    }

    private HttpResponse<String> post(String form) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(emulator.endpoint())
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20261122/eu-west-1/ec2/aws4_request, SignedHeaders=host,"
                                + " Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(form + "&Version=2016-11-15"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
