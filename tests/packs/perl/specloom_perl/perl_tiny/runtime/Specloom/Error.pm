package Specloom::Error;

# What a call dies with: `kind` is `status`, `connection` or `argument`.

use strict;
use warnings;
use overload '""' => sub { $_[0]{message} . "\n" }, fallback => 1;

sub new {
    my ($class, %given) = @_;
    return bless {%given}, $class;
}

sub of {
    my ($class, $response, $body) = @_;
    return $class->new(kind => 'connection', message => $response->{content}) if $response->{status} == 599;
    my ($code, $message) = ref $body eq 'HASH' ? @{$body}{qw(code message)} : ();
    return $class->new(
        kind    => 'status',
        status  => $response->{status},
        code    => $code,
        message => $message // "$response->{status} $response->{reason}",
        body    => $body,
    );
}

1;
