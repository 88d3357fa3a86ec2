package dev.isobar.aws.emulator;

import dev.isobar.model.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What is there of EC2: it is given, no operation changes it. */
public record Network(List<Vpc> vpcs, List<Subnet> subnets, List<SecurityGroup> securityGroups) {
    public Network {
        vpcs = List.copyOf(vpcs);
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
    }

    public record Vpc(String id, Cidr cidr) {}

    /**
     * @param availabilityZone such as {@code eu-west-1a}
     * @param ipv6Cidr absent: the subnet has IPv4 addresses only
     */
    public record Subnet(String id, String vpcId, String availabilityZone, Cidr cidr, Optional<Cidr> ipv6Cidr) {
        /** With IPv4 addresses only. */
        public Subnet(String id, String vpcId, String availabilityZone, Cidr cidr) {
            this(id, vpcId, availabilityZone, cidr, Optional.empty());
        }

        /** Whether the address is one of the subnet. */
        boolean contains(InetAddress address) {
            return cidr.contains(address)
                    || ipv6Cidr.filter(range -> range.contains(address)).isPresent();
        }
    }

    /** @param name one of a VPC is called {@code default} */
    public record SecurityGroup(String id, String vpcId, String name) {}

    /** One VPC with a subnet in each of three zones, two of them with IPv6, and two security groups. */
    static Network usual(String region) {
        return new Network(
                List.of(new Vpc("vpc-0a1b2c3d", Cidr.parse("10.0.0.0/16"))),
                List.of(
                        new Subnet(
                                "subnet-0a",
                                "vpc-0a1b2c3d",
                                region + "a",
                                Cidr.parse("10.0.0.0/20"),
                                Optional.of(Cidr.parse("2001:db8:0:a::/64"))),
                        new Subnet(
                                "subnet-0b",
                                "vpc-0a1b2c3d",
                                region + "b",
                                Cidr.parse("10.0.16.0/20"),
                                Optional.of(Cidr.parse("2001:db8:0:b::/64"))),
                        new Subnet("subnet-0c", "vpc-0a1b2c3d", region + "c", Cidr.parse("10.0.32.0/20"))),
                List.of(
                        new SecurityGroup("sg-0d", "vpc-0a1b2c3d", "default"),
                        new SecurityGroup("sg-0e", "vpc-0a1b2c3d", "web")));
    }

    Optional<Vpc> vpc(String id) {
        return vpcs.stream().filter(vpc -> vpc.id().equals(id)).findFirst();
    }

    Optional<Subnet> subnet(String id) {
        return subnets.stream().filter(subnet -> subnet.id().equals(id)).findFirst();
    }

    Optional<SecurityGroup> securityGroup(String id) {
        return securityGroups.stream().filter(group -> group.id().equals(id)).findFirst();
    }
}
